package imagefactory.core.dockerfile;

import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;

/**
 * A place where a Dockerfile names an image that it does not build itself.
 *
 * @param image in full form
 * @param line the first line of its instruction
 * @param from which kind of instruction
 * @param stage the index of the stage that needs it
 * @param platform what is taken of it: a base that of its stage, a COPY or a mount always the target's (BuildKit, {@code
 *     dockerfile2llb})
 */
public record Reference(ImageRef image, int line, From from, int stage, Platform platform) {
    /** How an image is used. */
    public enum From {
        FROM,
        COPY,
        MOUNT
    }
}
