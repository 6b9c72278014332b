package imagefactory.builder.dispatch.kubernetes;

import imagefactory.core.build.BuildId;
import imagefactory.core.build.BuildRequest;
import imagefactory.core.image.Bytes;
import java.util.Locale;

/** What a build's Job is called: the same for the same build, and legal whatever the image is called. Pure. */
final class JobName {
    /** A pod's name adds to its Job's, and both have to fit into a label. */
    private static final int MOST = 63;

    private static final int OF_NAME = 20;
    private static final int OF_LABEL = 40;

    private JobName() {}

    /** {@code portal-build-linux-arm64-0123456789abcdef0123}. */
    static String of(BuildRequest request) {
        var path = request.staging().toString();
        var readable = slug(path.substring(path.lastIndexOf('/') + 1) + "-"
                + request.inputs().platform());
        var hash = hash(request.id()).substring(0, OF_NAME);
        return cut(readable, MOST - 1 - OF_NAME) + "-" + hash;
    }

    /** What a build's Job and pods are found by. */
    static String label(BuildId build) {
        return hash(build).substring(0, OF_LABEL);
    }

    /** The nearest to a text that a label and a name may be. */
    static String slug(String text) {
        var slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? "x" : cut(slug, MOST);
    }

    private static String cut(String slug, int most) {
        return slug.length() <= most ? slug : slug.substring(0, most).replaceAll("-$", "");
    }

    private static String hash(BuildId build) {
        return Bytes.utf8(build.toString()).digest().hex();
    }
}
