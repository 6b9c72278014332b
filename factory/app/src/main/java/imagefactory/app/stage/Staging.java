package imagefactory.app.stage;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Repository;

/**
 * Where builds of an image are pushed before they are judged.
 *
 * @param pattern with {@code {registry}} and {@code {repository}} of the image
 */
public record Staging(String pattern) {
    /** A repository may have 255 characters: what is longer than this leaves no room for what the pattern adds. */
    private static final int LONGEST = 200;

    private static final int HASH = 16;

    /** @throws IllegalArgumentException if the pattern makes no repository, or the image's own */
    public Repository of(Repository image) {
        var staging = Repository.parse(
                pattern.replace("{registry}", image.registry()).replace("{repository}", fitting(image.path())));
        if (staging.equals(image)) {
            throw new IllegalArgumentException(
                    "factory.staging must not be the repository that is published: " + pattern);
        }
        return staging;
    }

    /** A long path is cut, and told from others by a hash of all of it. */
    private static String fitting(String path) {
        if (path.length() <= LONGEST) {
            return path;
        }
        var start = path.substring(0, LONGEST - HASH - 1).replaceAll("[^a-z0-9]+$", "");
        return start + "-" + Bytes.utf8(path).digest().hex().substring(0, HASH);
    }
}
