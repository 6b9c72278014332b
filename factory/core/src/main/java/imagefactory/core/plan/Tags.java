package imagefactory.core.plan;

import imagefactory.core.catalog.Managed;
import imagefactory.core.catalog.TagPattern;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.util.List;
import java.util.function.Predicate;

/** The tags that an image's patterns make. */
final class Tags {
    private Tags() {}

    /**
     * Each once, in the order of the catalog.
     *
     * @throws Refused with {@code tag-invalid} if they cannot be made of what is there
     */
    static List<String> of(Managed image, Predicate<TagPattern> which, TagPattern.Values values) throws Refused {
        try {
            return image.tagging().patterns().stream()
                    .map(TagPattern::new)
                    .filter(which)
                    .map(pattern -> pattern.expand(values))
                    .distinct()
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    new Problem(
                            Problem.Code.TAG_INVALID,
                            "The tags of " + image.name() + " cannot be made: " + e.getMessage() + ".",
                            "Correct tags or version in images.yaml, or the version file in the source."),
                    e);
        }
    }
}
