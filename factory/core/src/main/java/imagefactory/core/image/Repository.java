package imagefactory.core.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A repository of a registry, in full: {@code docker.io/library/debian}, {@code 127.0.0.1:5000/demo/portal}.
 *
 * @param registry host with its port where it has one; Docker Hub is {@code docker.io}
 * @param path what stands between registry and tag, without slashes at its ends
 */
public record Repository(String registry, String path) implements Comparable<Repository> {
    private static final String HUB = "docker.io";
    private static final Set<String> HUBS = Set.of("index.docker.io", "registry-1.docker.io", "registry.docker.io");
    private static final Pattern HOST = Pattern.compile(
            "([A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?)*|\\[[0-9a-fA-F:]{2,39}])(:[0-9]{1,5})?");
    private static final Pattern COMPONENTS =
            Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final int MAX_LENGTH = 255;

    public Repository {
        if (registry.length() > MAX_LENGTH || !HOST.matcher(registry).matches()) {
            throw new IllegalArgumentException(
                    "\"" + registry + "\" is not a registry: a host name, and a port if it has one");
        }
        if (path.length() > MAX_LENGTH || !COMPONENTS.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "\"" + path + "\" is not a repository: lower-case letters, digits and single . _ - between them");
        }
    }

    /** As people write it: {@code debian} is {@code docker.io/library/debian}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Repository parse(String text) {
        int slash = text.indexOf('/');
        var first = slash < 0 ? "" : text.substring(0, slash);
        if (!isHost(first)) {
            return new Repository(HUB, slash < 0 ? "library/" + text : text);
        }
        return of(first, text.substring(slash + 1));
    }

    /** Registry and path as configured apart; other names of Docker Hub become {@code docker.io}. */
    public static Repository of(String registry, String path) {
        var hub = registry.equals(HUB) || HUBS.contains(registry);
        return new Repository(hub ? HUB : registry, hub && path.indexOf('/') < 0 ? "library/" + path : path);
    }

    @JsonValue
    @Override
    public String toString() {
        return registry + "/" + path;
    }

    @Override
    public int compareTo(Repository other) {
        return toString().compareTo(other.toString());
    }

    /** The rule of docker's reference grammar: a first component is a host if it has a dot or a port, or is localhost. */
    private static boolean isHost(String component) {
        return component.indexOf('.') >= 0
                || component.indexOf(':') >= 0
                || component.equals("localhost")
                || !component.equals(component.toLowerCase(java.util.Locale.ROOT));
    }
}
