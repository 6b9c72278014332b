package imagefactory.kargo;

import imagefactory.core.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of Kubernetes objects: DNS labels of at most 63 characters, a different one for each thing that is named.
 *
 * <p>A plain name stays as it is, and several of them are joined by {@code --}. Whatever is not plain, or too long, becomes
 * a readable remainder and the first digits of its SHA-256; what looks like that already is not plain.
 */
final class Names {
    static final int LONGEST = 63;

    private static final int HASH = 8;
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern HASHED = Pattern.compile(".*-[0-9a-f]{" + HASH + "}");
    private static final Pattern ILLEGAL = Pattern.compile("[^a-z0-9]+");
    private static final Pattern DASHES = Pattern.compile("^-|-$");
    private static final String JOINT = "--";

    private Names() {}

    static String of(String... parts) {
        var joined = String.join(JOINT, parts);
        if (joined.length() <= LONGEST && Arrays.stream(parts).allMatch(Names::isPlain)) {
            return joined;
        }
        var slug = DASHES.matcher(
                        ILLEGAL.matcher(joined.toLowerCase(Locale.ROOT)).replaceAll("-"))
                .replaceAll("");
        var start = slug.substring(0, Math.min(slug.length(), LONGEST - HASH - 1));
        return (start.isEmpty() ? "x" : DASHES.matcher(start).replaceAll("")) + "-" + hash(parts);
    }

    private static boolean isPlain(String part) {
        return PLAIN.matcher(part).matches() && !HASHED.matcher(part).matches();
    }

    private static String hash(String... parts) {
        return Digest.of(String.join("\n", parts).getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, HASH);
    }
}
