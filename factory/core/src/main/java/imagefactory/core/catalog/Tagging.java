package imagefactory.core.catalog;

import java.util.List;
import java.util.Optional;

/**
 * Which tags move to an image's digest when a run of it is through.
 *
 * @param patterns texts of {@link TagPattern}, at least one; the first is the default
 * @param versionFile path from the repository's root of the file that holds {@code {version}}
 */
public record Tagging(List<String> patterns, Optional<String> versionFile) {
    public Tagging {
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("tagging needs at least one pattern");
        }
        patterns = List.copyOf(patterns);
    }

    /** Whether this tag may be one that a run has made for itself: such a tag never moves, whoever asks for it. */
    public boolean createsOnce(String tag) {
        return patterns.stream().map(TagPattern::new).anyMatch(pattern -> pattern.createdOnce() && pattern.makes(tag));
    }
}
