package imagefactory.core.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import imagefactory.core.image.ImageRef;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a tag is made for a run: text with the words {@code {date} {time} {run} {version} {revision} {branch}} in it.
 *
 * @param text as in the catalog: {@code {version}-{date}}
 */
public record TagPattern(@JsonValue String text) {
    /** The words, without their braces. */
    static final List<String> WORDS = List.of("date", "time", "run", "version", "revision", "branch");

    private static final Pattern BRACED = Pattern.compile("\\{([^{}]*)}");
    private static final DateTimeFormatter DATE = utc("yyyyMMdd");
    private static final DateTimeFormatter TIME = utc("HHmmss");
    private static final int REVISION_LENGTH = 12;
    private static final int MAX_VERSION = 128;

    /**
     * What a run puts in for the words.
     *
     * @param at the run's own time
     * @param run the run's id
     * @param version what the version file holds; empty where there is none
     * @param revision the commit's id in full
     * @param branch its short name
     */
    public record Values(Instant at, long run, Optional<String> version, String revision, String branch) {}

    /** @throws IllegalArgumentException if it has a word that is not known, or a brace that does not pair */
    @JsonCreator
    public TagPattern {
        for (var word : words(text)) {
            if (!WORDS.contains(word)) {
                throw new IllegalArgumentException("\"" + text + "\" has the unknown word {" + word + "}");
            }
        }
        if (hasLooseBrace(text)) {
            throw new IllegalArgumentException("\"" + text + "\" has a brace that does not pair");
        }
    }

    /** Whether each run makes a tag of its own that never moves; otherwise the tag moves from digest to digest. */
    public boolean createdOnce() {
        return has("time") || has("run");
    }

    /** Whether each look finds the tag under the same name: neither date, time, run nor revision is in it. */
    public boolean isStable() {
        return !createdOnce() && !has("date") && !has("revision");
    }

    /** Whether this tag may be one of this pattern's. */
    public boolean makes(String tag) {
        return Pattern.matches(regex(), tag);
    }

    /** The tags that may be this pattern's, as a regular expression from {@code ^} to {@code $} that RE2 reads too. */
    public String regex() {
        var form = new StringBuilder("^");
        int from = 0;
        for (var word : BRACED.matcher(text).results().toList()) {
            form.append(literally(text.substring(from, word.start()))).append(form(word.group(1)));
            from = word.end();
        }
        return form.append(literally(text.substring(from))).append('$').toString();
    }

    private static String literally(String text) {
        return text.replaceAll("[^A-Za-z0-9_-]", "\\\\$0");
    }

    private static String form(String word) {
        return switch (word) {
            case "date" -> "[0-9]{8}";
            case "time" -> "[0-9]{6}";
            case "run" -> "[0-9]+";
            case "revision" -> "[0-9a-f]{1,12}";
            default -> "[A-Za-z0-9_.-]+";
        };
    }

    public boolean needsVersion() {
        return has("version");
    }

    /**
     * The tag for these values. What a tag cannot hold is mapped: in a branch to {@code -}, and a version's {@code +} to
     * {@code _}, as Helm does.
     *
     * @throws IllegalArgumentException with the reason, if no legal tag comes of it, or the version is missing
     */
    public String expand(Values values) {
        var tag = BRACED.matcher(text).replaceAll(word -> Matcher.quoteReplacement(value(word.group(1), values)));
        ImageRef.checkTag(tag);
        return tag;
    }

    static List<String> words(String text) {
        return BRACED.matcher(text).results().map(word -> word.group(1)).toList();
    }

    static boolean hasLooseBrace(String text) {
        var rest = BRACED.matcher(text).replaceAll("");
        return rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0;
    }

    private boolean has(String word) {
        return text.contains("{" + word + "}");
    }

    private String value(String word, Values values) {
        return switch (word) {
            case "date" -> DATE.format(values.at());
            case "time" -> TIME.format(values.at());
            case "run" -> Long.toString(values.run());
            case "version" -> version(values);
            case "revision" ->
                values.revision()
                        .substring(
                                0, Math.min(REVISION_LENGTH, values.revision().length()));
            case "branch" -> values.branch().replaceAll("[^A-Za-z0-9_.-]", "-").replaceAll("^[.-]+", "");
            default -> throw new IllegalStateException("no value for {" + word + "}");
        };
    }

    private String version(Values values) {
        var version = values.version().map(String::strip).orElse("");
        if (version.isEmpty()) {
            throw new IllegalArgumentException("the tag \"" + text + "\" needs a version, and there is none");
        }
        if (version.length() > MAX_VERSION) {
            throw new IllegalArgumentException("the version for the tag \"" + text + "\" has " + version.length()
                    + " characters, more than " + MAX_VERSION);
        }
        return version.replace('+', '_');
    }

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }
}
