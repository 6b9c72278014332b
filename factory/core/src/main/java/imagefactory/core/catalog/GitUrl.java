package imagefactory.core.catalog;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a clone URL: {@code https://host/path}, {@code ssh://git@host/path}, {@code git@host:path}, {@code file:///path},
 * or {@code file:path} from the catalog file's folder. Credentials are refused.
 */
record GitUrl(Path folder) implements Form<URI> {
    private static final int LONGEST = 2_048;
    private static final Pattern SCP =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_.-]*)@([A-Za-z0-9][A-Za-z0-9.-]*):/?([^\\s]+)");
    private static final String EXAMPLES = "https://host/path.git, git@host:path.git or file:path.git";

    @Override
    public URI read(String text) throws Unreadable {
        var uri = uri(text);
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new Unreadable("has more than a path.", "Remove what begins with ? or #.");
        }
        return switch (Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT)) {
            case "https" -> https(uri);
            case "ssh" -> ssh(uri);
            case "file" -> file(uri);
            case "http", "git" -> throw new Unreadable("is not a protected connection.", "Write https:// or ssh://.");
            default -> throw Unreadable.write(EXAMPLES);
        };
    }

    private static URI uri(String text) throws Unreadable {
        var scp = SCP.matcher(text);
        try {
            if (text.length() <= LONGEST && scp.matches()) {
                return new URI("ssh", scp.group(1) + "@" + scp.group(2), "/" + scp.group(3), null, null);
            }
            if (text.length() <= LONGEST) {
                return new URI(text);
            }
        } catch (URISyntaxException e) {
            throw Unreadable.write(EXAMPLES);
        }
        throw new Unreadable("is too long.", "Keep to " + LONGEST + " characters.");
    }

    private static URI https(URI uri) throws Unreadable {
        if (uri.getRawUserInfo() != null || authority(uri).contains("@")) {
            throw credentials("Remove them");
        }
        return remote(uri);
    }

    private static URI ssh(URI uri) throws Unreadable {
        if (authority(uri).lastIndexOf('@') > authority(uri).indexOf(':')
                && authority(uri).indexOf(':') >= 0) {
            throw credentials("Keep the user's name alone");
        }
        return remote(uri);
    }

    private static Unreadable credentials(String what) {
        return new Unreadable(
                "carries credentials.", what + ": credentials are configured by host, where the factory runs.");
    }

    private static String authority(URI uri) {
        return Optional.ofNullable(uri.getRawAuthority()).orElse("");
    }

    private static URI remote(URI uri) throws Unreadable {
        var path = Optional.ofNullable(uri.getPath()).orElse("");
        if (uri.getHost() == null || path.length() < 2 || isUnfit(path)) {
            throw Unreadable.write(EXAMPLES);
        }
        return uri;
    }

    private URI file(URI uri) throws Unreadable {
        if (uri.getRawAuthority() != null) {
            throw new Unreadable("names a host.", "Write file:///absolute/path or file:path.");
        }
        var path = uri.isOpaque() ? uri.getSchemeSpecificPart() : uri.getPath();
        if (path.isBlank() || path.equals("/") || isUnfit(path)) {
            throw Unreadable.write(EXAMPLES);
        }
        try {
            var absolute = folder.toAbsolutePath().resolve(path).normalize();
            return new URI("file", "", absolute.toString(), null);
        } catch (URISyntaxException e) {
            throw Unreadable.write(EXAMPLES);
        }
    }

    private static boolean isUnfit(String path) {
        return path.chars().anyMatch(Character::isISOControl);
    }
}
