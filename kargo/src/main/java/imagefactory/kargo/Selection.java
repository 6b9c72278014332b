package imagefactory.kargo;

import imagefactory.core.catalog.TagPattern;
import imagefactory.core.catalog.Tagging;
import imagefactory.core.catalog.Watch;
import imagefactory.core.catalog.Watch.Strategy;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which tag of a repository is the newest, and whether its digest is followed.
 *
 * @param constraint for {@code Digest} the tag
 * @param allowTags a regular expression of RE2
 */
record Selection(Strategy strategy, Optional<String> constraint, Optional<String> allowTags) {
    /** Its tags sort as they were made. */
    private static final Pattern BY_TIME = Pattern.compile("\\{date}([-_.]?\\{time}.*)?");

    private static final Pattern BY_VERSION = Pattern.compile("v?\\{version}");

    /** To Kargo {@code 20270301-120000} is version 20270301, and newer than any other. */
    private static final Pattern LIKE_A_VERSION = Pattern.compile("v?([0-9]|\\{(date|time|run)}).*");

    /** The digest that a tag points at. */
    static Selection digestOf(String tag) {
        return new Selection(Strategy.DIGEST, Optional.of(tag), Optional.empty());
    }

    /** What the factory publishes: the default tag where its tags can be put in order, else the tag that always moves. */
    static Selection of(Tagging tagging, String branch) {
        var patterns = tagging.patterns().stream().map(TagPattern::new).toList();
        var first = patterns.getFirst();
        var always = patterns.stream()
                .filter(pattern -> pattern.isStable() && !pattern.needsVersion())
                .findFirst();
        if (always.filter(first::equals).isEmpty()) {
            if (BY_TIME.matcher(first.text()).matches()) {
                return among(Strategy.LEXICAL, first);
            }
            if (BY_VERSION.matcher(first.text()).matches()
                    && patterns.stream()
                            .noneMatch(
                                    each -> LIKE_A_VERSION.matcher(each.text()).matches())) {
                return among(Strategy.SEMVER, first);
            }
        }
        return always.map(pattern -> digestOf(tag(pattern, branch))).orElse(among(Strategy.NEWEST_BUILD, first));
    }

    /** What others publish. Where only one tag is allowed it moves, so its digest is followed. */
    static Selection of(Watch watch) {
        var only = watch.onlyTag();
        var strategy = watch.strategyInForce();
        return strategy == Strategy.DIGEST
                ? digestOf(only.orElseThrow(() -> new IllegalArgumentException("Digest follows one tag")))
                : new Selection(strategy, Optional.empty(), watch.allowTags());
    }

    private static Selection among(Strategy strategy, TagPattern pattern) {
        return new Selection(strategy, Optional.empty(), Optional.of(pattern.regex()));
    }

    private static String tag(TagPattern pattern, String branch) {
        return pattern.expand(new TagPattern.Values(Instant.EPOCH, 0, Optional.empty(), "", branch));
    }
}
