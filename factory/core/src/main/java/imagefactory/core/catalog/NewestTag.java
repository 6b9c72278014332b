package imagefactory.core.catalog;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Which tag is the newest, as Kargo's strategies choose it: ties go to the last by its letters. Pure. */
public final class NewestTag {
    private NewestTag() {}

    /** {@code Lexical}. */
    public static Optional<String> byLetters(Collection<String> tags) {
        return tags.stream().max(Comparator.naturalOrder());
    }

    /** {@code SemVer}: what is no version is passed over. */
    public static Optional<String> byVersion(Collection<String> tags) {
        return tags.stream()
                .flatMap(tag -> SemVer.parse(tag).map(version -> Map.entry(version, tag)).stream())
                .max(Map.Entry.<SemVer, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()))
                .map(Map.Entry::getValue);
    }

    /** {@code NewestBuild}. */
    public static Optional<String> byTime(Map<String, Instant> built) {
        return built.entrySet().stream()
                .max(Map.Entry.<String, Instant>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }
}
