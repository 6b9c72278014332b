package imagefactory.scanner.kubernetes;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Unavailable;

/** What containers wrote. */
@FunctionalInterface
interface Logs {
    /**
     * All of it, or a little more than is ever read of a document.
     *
     * @throws Unavailable also when it is there no longer
     */
    Bytes read(String pod, String container) throws Unavailable;
}
