package imagefactory.core.dockerfile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * What an ignore file leaves out of a build context, by the rules of BuildKit (github.com/moby/patternmatcher 0.6).
 *
 * <p>The last pattern that matches a path, or one of the directories above it, decides; {@code !} takes back. The Dockerfile
 * and the ignore file may be left out too: the builder reads them all the same.
 */
public final class Dockerignore {
    /** Bytes of a file. */
    public static final int MAX_SIZE = 1 << 20;

    private static final int MAX_PATTERNS = 2_000;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final List<IgnorePattern> patterns;

    private Dockerignore(List<IgnorePattern> patterns) {
        this.patterns = patterns;
    }

    /** Leaves nothing out. */
    public static Dockerignore none() {
        return new Dockerignore(List.of());
    }

    /** @throws DockerfileInvalid if a pattern is none, with its line */
    public static Dockerignore parse(byte[] bytes) throws DockerfileInvalid {
        if (bytes.length > MAX_SIZE) {
            throw DockerfileInvalid.of(
                    "The ignore file has " + bytes.length + " bytes, 1 MiB are allowed.",
                    "Use patterns with * and **.");
        }
        return parse(new String(bytes, StandardCharsets.UTF_8));
    }

    /** @see #parse(byte[]) */
    public static Dockerignore parse(String text) throws DockerfileInvalid {
        var patterns = new ArrayList<IgnorePattern>();
        var rest = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        int number = 0;
        for (var line : rest.split("\n", -1)) {
            number++;
            try {
                IgnorePattern.read(line).ifPresent(patterns::add);
            } catch (Malformed e) {
                throw DockerfileInvalid.at(number, e);
            }
        }
        if (patterns.size() > MAX_PATTERNS) {
            throw DockerfileInvalid.of(
                    "The ignore file has " + patterns.size() + " patterns, " + MAX_PATTERNS + " are allowed.",
                    "Use patterns with * and **.");
        }
        return new Dockerignore(List.copyOf(patterns));
    }

    /**
     * Where the ignore file of a build may be, as paths of the repository; the first that exists is the one, the others have
     * no effect.
     *
     * @param dockerfile path of the Dockerfile
     * @param context path of the context's root, empty or {@code .} for that of the repository
     */
    public static List<String> places(String dockerfile, String context) {
        var root = CleanPath.of(context);
        return List.of(
                CleanPath.of(dockerfile) + ".dockerignore",
                root.equals(".") ? ".dockerignore" : root + "/.dockerignore");
    }

    /** The paths that stay, in their order; relative to the context and with slashes. */
    public List<String> keep(Collection<String> paths) {
        return paths.stream().filter(keeping()).toList();
    }

    /** Whether a path stays, for one walk by one thread: what is found of a folder is remembered for what is in it. */
    public Predicate<String> keeping() {
        var walk = new IgnoreWalk(patterns);
        return path -> !walk.ignores(path);
    }
}
