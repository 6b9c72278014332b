package imagefactory.core.catalog;

import imagefactory.core.build.Format;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.scan.Severity;
import imagefactory.core.text.Nearest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The forms of the texts in {@code images.yaml}. */
final class Forms {
    static final List<String> ARCHITECTURES =
            List.of("386", "amd64", "arm", "arm64", "loong64", "mips64le", "ppc64le", "riscv64", "s390x");
    static final int LONGEST_REGEX = 255;
    static final Duration LONGEST_DELAY = Duration.ofDays(3650);

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern STAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern ARG = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern LABEL_KEY = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._/-]{0,253}[A-Za-z0-9])?");
    private static final Pattern FINDING = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{2,127}");
    private static final Pattern DELAY = Pattern.compile("0|([0-9]{1,7}[smhdw]){1,5}");
    private static final Pattern DELAY_PART = Pattern.compile("([0-9]+)([smhdw])");
    private static final Pattern PORT = Pattern.compile(":([0-9]+)$");
    private static final Pattern REF = Pattern.compile(
            "(?!.*(\\.\\.|//|@\\{|/\\.|\\.lock(/|$)))(?![-./])[^\\p{Cntrl} ~^:?*\\[\\\\]{1,244}(?<![./])");
    private static final Pattern DOTS_BEFORE = Pattern.compile("^(\\./+)+");
    private static final Pattern SLASHES_AFTER = Pattern.compile("/+$");
    private static final Pattern ESCAPED = Pattern.compile("\\\\[^0-9A-Za-z]");
    private static final Pattern CLASS = Pattern.compile("\\[[^\\]]+]");
    private static final Pattern NOT_IN_RE2 = Pattern.compile("\\(\\?(?:[=!>]|<[=!])|\\\\[1-9kGXRZ]|[*+?}]\\+");
    private static final int LONGEST_TEXT = 4_096;
    private static final int LONGEST_PATH = 1_024;
    private static final String FACTORYS_OWN = "io.imagefactory.";

    static final Form<String> BRANCH = Forms::branch;
    static final Form<String> TARGET = matching(STAGE, "the name of a stage: runtime");
    static final Form<String> SECRET_NAME = matching(SECRET, "a name of letters, digits and . _ -: npm-token");
    static final Form<String> ARG_NAME = matching(ARG, "the name of an ARG: letters, digits and _");
    static final Form<String> FINDING_ID = matching(FINDING, "an id as scanners name it: CVE-2023-45853");
    static final Form<String> NAME = Forms::name;
    static final Form<String> REGISTRY = Forms::registry;
    static final Form<String> LABEL_NAME = Forms::labelName;
    static final Form<String> TEXT = Forms::text;
    static final Form<String> REASON = Forms::reason;
    static final Form<String> PATH = Forms::path;
    static final Form<String> FOLDER = text -> text.equals(".") || text.equals("./") ? "" : path(text);
    static final Form<Pattern> REGEX = Forms::regex;
    static final Form<Platform> PLATFORM = Forms::platform;
    static final Form<Duration> DELAY_TIME = Forms::delay;
    static final Form<LocalDate> DATE = Forms::date;
    static final Form<Format> FORMAT = constant(Format.class, true);
    static final Form<Severity> SEVERITY = constant(Severity.class, false);

    private Forms() {}

    static Form<String> matching(Pattern pattern, String remedy) {
        return text -> {
            if (!pattern.matcher(text).matches()) {
                throw Unreadable.write(remedy);
            }
            return text;
        };
    }

    /** One of these words, as they are. */
    static Form<String> oneOf(List<String> words) {
        return text -> {
            if (!words.contains(text)) {
                var remedy = Nearest.to(text, words)
                        .map(guess -> "Did you mean " + guess + "?")
                        .orElse("Write one of " + String.join(", ", words) + ".");
                throw new Unreadable("is not known.", remedy);
            }
            return text;
        };
    }

    /** One of these values, by its word. */
    static <T> Form<T> oneOf(List<T> values, Function<T, String> word) {
        var words = values.stream().map(word).toList();
        return text -> values.get(words.indexOf(oneOf(words).read(text)));
    }

    /** A constant of an enum, written in capitals or, as {@code lower}, in small letters. */
    static <E extends Enum<E>> Form<E> constant(Class<E> type, boolean lower) {
        var words = Arrays.stream(type.getEnumConstants())
                .map(constant -> lower ? constant.name().toLowerCase(Locale.ROOT) : constant.name())
                .toList();
        return text -> Enum.valueOf(type, oneOf(words).read(text).toUpperCase(Locale.ROOT));
    }

    private static String name(String text) throws Unreadable {
        if (LABEL.matcher(text).matches()) {
            return text;
        }
        var better = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        var remedy = LABEL.matcher(better).matches() ? better : "up to 63 small letters, digits and - between them";
        throw new Unreadable("is not a DNS label.", "Write " + remedy + ".");
    }

    private static String registry(String text) throws Unreadable {
        try {
            var port = PORT.matcher(text);
            if (!port.find() || Integer.parseInt(port.group(1)) < 1 << 16) {
                return new Repository(text, "any").registry();
            }
        } catch (IllegalArgumentException e) {
            throw Unreadable.write("the host alone, and its port if it has one: ghcr.io, 127.0.0.1:5000");
        }
        throw Unreadable.write("a port below 65536");
    }

    private static String branch(String text) throws Unreadable {
        if (text.startsWith("refs/")) {
            throw new Unreadable("is a ref in full.", "Write the branch's short name: main.");
        }
        if (!REF.matcher(text).matches()) {
            throw new Unreadable("is not a branch of git.", "Write its short name: main.");
        }
        return text;
    }

    private static String labelName(String text) throws Unreadable {
        if (text.startsWith(FACTORYS_OWN)) {
            throw new Unreadable(
                    "belongs to the factory.", "Choose a name that does not begin with " + FACTORYS_OWN + "");
        }
        return matching(LABEL_KEY, "a label's name: org.opencontainers.image.vendor")
                .read(text);
    }

    private static String text(String text) throws Unreadable {
        if (text.length() > LONGEST_TEXT) {
            throw new Unreadable("is too long.", "Keep to " + LONGEST_TEXT + " characters.");
        }
        if (text.codePoints().anyMatch(Forms::isUnfit)) {
            throw new Unreadable("has a control character.", "Remove it.");
        }
        return text;
    }

    private static boolean isUnfit(int point) {
        boolean control = Character.isISOControl(point) && point != '\n' && point != '\t';
        return control || Character.getType(point) == Character.SURROGATE;
    }

    private static String reason(String text) throws Unreadable {
        if (text.isBlank()) {
            throw new Unreadable("says nothing.", "Write why it is tolerated.");
        }
        return text(text);
    }

    private static String path(String text) throws Unreadable {
        var path = SLASHES_AFTER
                .matcher(DOTS_BEFORE.matcher(text(text)).replaceAll(""))
                .replaceAll("");
        if (text.startsWith("/") || text.startsWith("~") || text.indexOf('\\') >= 0) {
            throw new Unreadable("is not a relative path.", "Write it from the repository's root, with /.");
        }
        var parts = List.of(path.split("/", -1));
        if (parts.contains("..")) {
            throw new Unreadable("has .. in it.", "Write it from the repository's root.");
        }
        if (parts.contains("") || parts.contains(".") || path.length() > LONGEST_PATH || path.indexOf('\n') >= 0) {
            throw Unreadable.write("a path from the repository's root: apps/portal/Dockerfile");
        }
        return path;
    }

    private static Pattern regex(String text) throws Unreadable {
        if (text.length() > LONGEST_REGEX) {
            throw new Unreadable("is too long.", "Keep to " + LONGEST_REGEX + " characters.");
        }
        var bare = CLASS.matcher(ESCAPED.matcher(text).replaceAll("x")).replaceAll("x");
        if (NOT_IN_RE2.matcher(bare).find()) {
            throw new Unreadable(
                    "looks around, refers back or is possessive, which RE2 cannot.", "Write for example ^16-alpine$.");
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new Unreadable(
                    "is not a regular expression: " + e.getDescription().toLowerCase(Locale.ROOT) + ".",
                    "Write for example ^16-alpine$.");
        }
    }

    private static Platform platform(String text) throws Unreadable {
        try {
            var platform = Platform.parse(text);
            if (!platform.os().equals("linux")) {
                throw new Unreadable("cannot be built here.", "Write a platform of linux: linux/amd64.");
            }
            if (!ARCHITECTURES.contains(platform.architecture())) {
                throw unknownArchitecture(platform);
            }
            return platform;
        } catch (IllegalArgumentException e) {
            throw Unreadable.write("linux/amd64, linux/arm64 or linux/arm/v7");
        }
    }

    private static Unreadable unknownArchitecture(Platform platform) {
        var remedy = Nearest.to(platform.architecture(), ARCHITECTURES)
                .map(guess -> "Did you mean linux/" + guess + "?")
                .orElse("Known architectures: " + String.join(", ", ARCHITECTURES) + ".");
        return new Unreadable("is not known.", remedy);
    }

    private static Duration delay(String text) throws Unreadable {
        if (!DELAY.matcher(text).matches()) {
            throw Unreadable.write("7d, 36h or 1d12h");
        }
        var sum = Duration.ZERO;
        var parts = DELAY_PART.matcher(text);
        while (parts.find()) {
            sum = sum.plus(unit(parts.group(2)).multipliedBy(Long.parseLong(parts.group(1))));
        }
        if (sum.compareTo(LONGEST_DELAY) > 0) {
            throw new Unreadable("is too long.", "Keep to " + LONGEST_DELAY.toDays() + "d.");
        }
        return sum;
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }

    private static LocalDate date(String text) throws Unreadable {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new Unreadable("is not a date.", "Write year-month-day: 2027-03-01.");
        }
    }
}
