package imagefactory.cli.factory;

import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;
import java.util.regex.Pattern;

/** Long names as people can tell them apart. */
public final class Brief {
    private static final Pattern DIGEST = Pattern.compile("(sha256:[0-9a-f]{12})[0-9a-f]{52}");
    private static final int HEX = 12;
    private static final int ID = 8;

    private Brief() {}

    /** A digest or a commit. */
    public static String name(String text) {
        int colon = text.indexOf(':');
        int end = colon + 1 + HEX;
        return text.length() <= end ? text : text.substring(0, end) + (colon < 0 ? "" : "…");
    }

    public static String name(Digest digest) {
        return name(digest.value());
    }

    public static String name(Repository repository, Digest digest) {
        return repository + "@" + name(digest);
    }

    /** A sentence with its digests cut short. */
    public static String sentence(String text) {
        return DIGEST.matcher(text).replaceAll("$1…");
    }

    /** An id of an event or a key. */
    public static String id(String id) {
        return id.length() <= ID + 1 ? id : id.substring(0, ID) + "…";
    }
}
