package imagefactory.source;

import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A clone URL that was checked: {@code file}, {@code https} or {@code ssh}, a path, and no password. */
record GitAddress(URI uri) {
    private static final Set<String> SCHEMES = Set.of("file", "https", "ssh");
    private static final int NAME_LENGTH = 32;

    static GitAddress of(URI uri) throws Refused {
        if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme()) || uri.getPath() == null) {
            throw refused(uri, "is no file, https or ssh URL", "Write https://host/path.git.");
        }
        var user = Optional.ofNullable(uri.getRawUserInfo());
        if (user.isPresent() && (user.get().contains(":") || !uri.getScheme().equals("ssh"))) {
            throw refused(uri, "carries credentials", "Put them into a file of the credentials folder.");
        }
        if (uri.getScheme().equals("file") == (uri.getHost() != null)) {
            throw refused(uri, "has no place for its host", "Write https://host/path.git or file:///path.");
        }
        return new GitAddress(uri);
    }

    boolean isLocal() {
        return uri.getScheme().equals("file");
    }

    Path path() {
        return Path.of(uri.getPath());
    }

    /** {@code host}, or {@code host:port}. */
    String host() {
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    /** The folder of its cache: a name that says nothing and has no special characters. */
    String folder() {
        var bytes = uri.toString().getBytes(StandardCharsets.UTF_8);
        return Digest.of(bytes).hex().substring(0, NAME_LENGTH);
    }

    @Override
    public String toString() {
        return uri.toString();
    }

    private static Refused refused(URI uri, String what, String advice) {
        var shown = uri.getRawUserInfo() == null ? uri.toString() : uri.getScheme() + "://…@" + uri.getHost();
        return new Refused(
                new Problem(Problem.Code.SOURCE_MISSING, "The repository " + shown + " " + what + ".", advice));
    }
}
