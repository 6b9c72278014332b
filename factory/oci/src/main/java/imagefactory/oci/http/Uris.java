package imagefactory.oci.http;

import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Refused;
import imagefactory.oci.content.Shown;
import imagefactory.oci.content.Wrong;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Where a registry is, and where it may send one on to: plain http is for named registries alone. */
final class Uris {
    private static final int MAX_LENGTH = 8 * 1024;
    private static final int MAX_PORT = 65_535;

    private final Set<String> insecure;

    Uris(Set<String> insecure) {
        this.insecure = insecure;
    }

    /** @param rest what follows {@code /v2/<name>/}, of checked values */
    URI of(Repository repository, String rest) throws Refused {
        var host = repository.registry().equals("docker.io") ? "registry-1.docker.io" : repository.registry();
        var scheme = insecure.contains(repository.registry()) ? "http" : "https";
        return parse(scheme + "://" + host + "/v2/" + repository.path() + "/" + rest, repository.registry());
    }

    /** The address that a server answered with, relative or absolute. */
    URI next(URI from, String location) throws Refused {
        var next = resolve(from, location);
        boolean sameOrigin = isSameOrigin(from, next);
        if (!sameOrigin && !isAllowed(next)) {
            throw Wrong.answer(
                    shown(from) + " leads on to " + shown(next)
                            + ", and plain http is for registries named as insecure alone.",
                    "If a proxy stands before the registry, have it pass X-Forwarded-Proto; else name the host as insecure.");
        }
        return next;
    }

    /** An address outside the registry that credentials are sent to, or data. */
    boolean isAllowed(URI uri) {
        boolean plain = "http".equalsIgnoreCase(uri.getScheme()) && insecure.contains(authority(uri));
        return ("https".equalsIgnoreCase(uri.getScheme()) || plain) && isHost(uri);
    }

    static boolean isSameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && authority(one).equals(authority(other));
    }

    static String shown(URI uri) {
        return Shown.text(uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                + uri.getPath());
    }

    static URI parse(String text, String whose) throws Refused {
        try {
            var uri = new URI(text);
            if (text.length() <= MAX_LENGTH && isHost(uri)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw unusable(text, whose);
        }
        throw unusable(text, whose);
    }

    /** A query alone goes with the path that it answers (RFC 3986, 5.2.2); the JDK would cut that off at its last slash. */
    static URI resolve(URI from, String location) throws Refused {
        var relative = location.startsWith("?") ? from.getRawPath() + location : location;
        try {
            return parse(from.resolve(new URI(relative)).toString(), shown(from));
        } catch (URISyntaxException e) {
            throw unusable(location, shown(from));
        }
    }

    private static Refused unusable(String text, String whose) {
        var withoutQuery = text.replaceFirst("[?#].*", "");
        return Wrong.answer("The address \"" + Shown.text(withoutQuery) + "\" of " + whose + " cannot be used.");
    }

    private static boolean isHost(URI uri) {
        return uri.getHost() != null && uri.getUserInfo() == null && uri.getPort() <= MAX_PORT;
    }

    /** Host and port as registries are named: without the port that goes without saying. */
    private static String authority(URI uri) {
        var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int usual = scheme.equals("http") ? 80 : 443;
        var host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        return uri.getPort() < 0 || uri.getPort() == usual ? host : host + ":" + uri.getPort();
    }
}
