package imagefactory.app.stage;

import imagefactory.core.image.Repository;

/**
 * Where builds of an image are pushed before they are judged.
 *
 * @param pattern with {@code {registry}} and {@code {repository}} of the image
 */
public record Staging(String pattern) {
    /** @throws IllegalArgumentException if the pattern makes no repository, or the image's own */
    public Repository of(Repository image) {
        var staging =
                Repository.parse(pattern.replace("{registry}", image.registry()).replace("{repository}", image.path()));
        if (staging.equals(image)) {
            throw new IllegalArgumentException(
                    "factory.staging must not be the repository that is published: " + pattern);
        }
        return staging;
    }
}
