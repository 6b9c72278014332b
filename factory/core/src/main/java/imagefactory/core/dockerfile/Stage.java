package imagefactory.core.dockerfile;

import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import java.util.Optional;

/**
 * One stage of a Dockerfile.
 *
 * @param index from 0
 * @param name in lower case
 * @param line of its FROM
 * @param written its base as written, variables and all
 * @param base what that is
 * @param platform what {@code --platform} says, where it is given; it counts only for a base that is an image
 * @param runsOn the platform its commands run for
 */
public record Stage(
        int index,
        Optional<String> name,
        int line,
        String written,
        Base base,
        Optional<Platform> platform,
        Platform runsOn) {
    /** What a stage begins with. */
    public sealed interface Base {
        /** An image from a registry. */
        record Image(ImageRef ref) implements Base {
            @Override
            public String toString() {
                return ref.toString();
            }
        }

        /** An earlier stage; the name is as the FROM came to. */
        record Earlier(int index, String name) implements Base {
            @Override
            public String toString() {
                return name;
            }
        }

        /** Nothing. */
        record Scratch() implements Base {
            @Override
            public String toString() {
                return "scratch";
            }
        }

        /** {@code image}, {@code stage} or {@code scratch}. */
        default String kind() {
            return switch (this) {
                case Image image -> "image";
                case Earlier earlier -> "stage";
                case Scratch scratch -> "scratch";
            };
        }
    }
}
