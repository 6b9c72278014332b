package imagefactory.core.run;

import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.util.Optional;

/** What is published of each image, one row each; the row's lock lets one replica at a time change the release repository. */
public interface Publications {
    /**
     * Holds the image's lock while {@code work} runs.
     *
     * @return what {@code work} came to; {@code Failed} with {@code superseded}, without running it, when a later sequence
     *     is published already
     */
    <T> Outcome<T> holding(Run run, Work<T> work) throws Unavailable, Refused;

    /** As {@link #holding}; the sequence counts as published when {@code work} is done. */
    Outcome<Digest> publish(Run run, Work<Digest> work) throws Unavailable, Refused;

    /** The digest that this factory published last, as far as it remembers. */
    Optional<Digest> latest(String image);

    /** What is done to the release repository. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Unavailable, Refused;
    }
}
