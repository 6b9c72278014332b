package imagefactory.oci.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server wants to see before it answers (RFC 9110, "WWW-Authenticate"; RFC 6750 for Bearer).
 *
 * @param scheme in lower case: {@code basic}, {@code bearer}
 * @param parameters their names in lower case
 */
public record Challenge(String scheme, Map<String, String> parameters) {
    private static final int MAX_LENGTH = 8 * 1024;
    private static final int MAX_CHALLENGES = 10;
    private static final String WORD = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern SCHEME = Pattern.compile("\\G[\\s,]*(" + WORD + ")(?=\\s|,|$)(?!\\s*=)");
    private static final Pattern PARAMETER =
            Pattern.compile("\\G[\\s,]*(" + WORD + ")\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]*))");

    public Challenge {
        parameters = Map.copyOf(parameters);
    }

    /** All challenges of all these headers; what cannot be read, and all behind it in its header, is left out. */
    public static List<Challenge> parse(List<String> headers) {
        var found = new ArrayList<Challenge>();
        headers.stream().filter(header -> header.length() <= MAX_LENGTH).forEach(header -> parse(header, found));
        return found.subList(0, Math.min(found.size(), MAX_CHALLENGES));
    }

    public boolean isBearer() {
        return scheme.equals("bearer");
    }

    public boolean isBasic() {
        return scheme.equals("basic");
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    private static void parse(String header, List<Challenge> found) {
        int at = 0;
        var scheme = SCHEME.matcher(header);
        var parameter = PARAMETER.matcher(header);
        while (scheme.find(at)) {
            at = scheme.end();
            var parameters = new TreeMap<String, String>();
            while (parameter.find(at)) {
                at = parameter.end();
                parameters.putIfAbsent(lower(parameter.group(1)), value(parameter.group(2), parameter.group(3)));
            }
            found.add(new Challenge(lower(scheme.group(1)), parameters));
        }
    }

    private static String value(@Nullable String quoted, String plain) {
        return quoted == null ? plain : quoted.replaceAll("\\\\(.)", "$1");
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
