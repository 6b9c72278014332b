package imagefactory.app.system;

import java.net.URI;
import java.util.Set;

/**
 * What a request to the registry would do, the same for every attempt at it: an upload's place is made up by the registry and
 * does not count, what is put under a tag does.
 *
 * @param content a short name of the bytes that are put
 */
record Effect(String method, String what, String content) {
    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

    static Effect of(String method, URI uri, byte[] body) {
        var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        var place = uri.getPath().replaceFirst("(/blobs/uploads/).+", "$1*");
        var digest = query.replaceFirst(".*?((mount|digest)=[^&]*).*", "?$1");
        return new Effect(
                method,
                place + (digest.startsWith("?") ? digest : ""),
                Integer.toHexString(java.util.Arrays.hashCode(body)));
    }

    /** Whether anybody can see afterwards that it was there. */
    boolean changes() {
        return CHANGING.contains(method);
    }

    /** Brings a part of an image into its release repository. */
    boolean releases(String image) {
        return method.equals("POST") && what.startsWith("/v2/demo/" + image + "/blobs/uploads/?mount=");
    }

    /** Moves the tag that everybody pulls. */
    boolean publishes(String image) {
        return method.equals("PUT") && what.equals("/v2/demo/" + image + "/manifests/latest");
    }

    /** The same for changes that differ only in the digests of what is put. */
    String kind() {
        return method + what.replaceAll("[0-9a-f]{64}", "");
    }

    @Override
    public String toString() {
        return method + " " + what;
    }
}
