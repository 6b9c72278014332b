package imagefactory.core.catalog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tags of an external image are watched.
 *
 * @param allowTags a regular expression that RE2 and the JDK read alike; empty for every tag
 * @param strategy which of them is the newest; empty where the catalog does not say
 */
public record Watch(Optional<String> allowTags, Optional<Strategy> strategy) {
    public static final Watch EVERY_TAG = new Watch(Optional.empty(), Optional.empty());

    private static final Pattern ONE_TAG = Pattern.compile("\\^((?:[A-Za-z0-9_-]|\\\\\\.)+)\\$");

    /** The only tag that is allowed, where it is only one: {@code ^16-alpine$} is the tag {@code 16-alpine}. */
    public Optional<String> onlyTag() {
        return allowTags
                .map(ONE_TAG::matcher)
                .filter(Matcher::matches)
                .map(regex -> regex.group(1).replace("\\", ""));
    }

    /** The strategy that counts: of a single tag the digest is followed, among several the last by their letters is the newest. */
    public Strategy strategyInForce() {
        return strategy.orElse(onlyTag().isPresent() ? Strategy.DIGEST : Strategy.LEXICAL);
    }

    /** Whether this tag is watched. */
    public boolean allows(String tag) {
        return allowTags
                .map(regex -> Pattern.compile(regex).matcher(tag).find())
                .orElse(true);
    }

    /** Which of several tags is the newest, in Kargo's words. */
    public enum Strategy {
        LEXICAL("Lexical"),
        SEMVER("SemVer"),
        NEWEST_BUILD("NewestBuild"),
        DIGEST("Digest");

        private final String word;

        Strategy(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
