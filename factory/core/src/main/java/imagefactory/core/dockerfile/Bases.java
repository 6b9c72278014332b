package imagefactory.core.dockerfile;

import imagefactory.core.image.ImageRef;
import java.util.Optional;
import java.util.regex.Pattern;

/** Words that should be references to images. */
final class Bases {
    /** What docker takes for the id of an image, and so refuses as a name. */
    private static final Pattern ID = Pattern.compile("[a-f0-9]{64}");

    private Bases() {}

    static ImageRef reference(String word) throws Malformed {
        try {
            if (!ID.matcher(word).matches()) {
                return ImageRef.parse(word);
            }
        } catch (IllegalArgumentException e) {
            throw new Malformed(
                    Text.quoted(word) + " is no reference to an image: " + e.getMessage() + ".",
                    "Write registry/repository:tag, or the name of a stage.");
        }
        throw new Malformed(
                Text.quoted(word) + " is the id of an image on one machine.", "Write registry/repository:tag.");
    }

    static Optional<ImageRef> ifReference(String word) {
        try {
            return Optional.of(reference(word));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }
}
