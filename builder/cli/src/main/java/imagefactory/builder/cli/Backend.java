package imagefactory.builder.cli;

import imagefactory.core.dockerfile.Feature;
import imagefactory.core.dockerfile.ResolvedDockerfile;
import imagefactory.core.dockerfile.Use;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A version of Buildah, and what it can do. Found by running every feature on 1.28.2 and 1.39.0, and by its changelog
 * between the two.
 */
record Backend(int major, int minor, int patch) {
    private static final Pattern VERSION =
            Pattern.compile("buildah version (\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4}).*", Pattern.DOTALL);
    private static final Pattern FRONTEND = Pattern.compile("docker\\.io/docker/dockerfile(-upstream)?[:@].*");

    /** The first minor version of Buildah 1 that has it; 0: none so far. */
    private static final Map<Feature, Integer> SINCE = Map.ofEntries(
            Map.entry(Feature.ADD_CHECKSUM, 33),
            Map.entry(Feature.ADD_EXCLUDE, 38),
            Map.entry(Feature.ADD_GIT, 39),
            Map.entry(Feature.ADD_HEREDOC, 36),
            Map.entry(Feature.ADD_KEEP_GIT_DIR, 0),
            Map.entry(Feature.ADD_LINK, 0),
            Map.entry(Feature.ADD_UNPACK, 0),
            Map.entry(Feature.COPY_EXCLUDE, 38),
            Map.entry(Feature.COPY_HEREDOC, 36),
            Map.entry(Feature.COPY_LINK, 0),
            Map.entry(Feature.COPY_PARENTS, 0),
            Map.entry(Feature.HEALTHCHECK_START_INTERVAL, 37),
            Map.entry(Feature.RUN_DEVICE, 0),
            Map.entry(Feature.RUN_HEREDOC, 36),
            Map.entry(Feature.RUN_MOUNT_SSH, 0),
            Map.entry(Feature.RUN_NETWORK, 30),
            Map.entry(Feature.RUN_SECURITY, 0));

    /** @param output what {@code buildah --version} prints */
    static Optional<Backend> parse(String output) {
        var matcher = VERSION.matcher(output.strip());
        return matcher.matches()
                ? Optional.of(new Backend(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    /** @throws Refused with {@code build-unsupported} for the first thing that a reached stage uses and this has not */
    void check(ResolvedDockerfile file) throws Refused {
        if (file.syntax().isPresent()
                && !FRONTEND.matcher(file.syntax().get().toString()).matches()) {
            throw unsupported(
                    "# syntax=" + file.syntax().get() + " names a frontend that " + this + " cannot run",
                    "Remove the line, or build with BuildKit.");
        }
        for (var use : file.uses()) {
            if (file.reached().contains(use.stage()) && !has(use.feature())) {
                throw unsupported(
                        "Line " + use.line() + " uses " + words(use.feature()) + ", which " + this + " cannot do",
                        advice(use));
            }
        }
    }

    boolean has(Feature feature) {
        int since = SINCE.getOrDefault(feature, 1);
        return since > 0 && (major > 1 || minor >= since);
    }

    @Override
    public String toString() {
        return "buildah " + major + "." + minor + "." + patch;
    }

    /** {@code COPY --link}: instructions in capitals. */
    private static String words(Feature feature) {
        var words = feature.toString();
        int end = words.indexOf(' ') < 0 ? words.length() : words.indexOf(' ');
        return words.substring(0, end).toUpperCase(Locale.ROOT) + words.substring(end);
    }

    private static String advice(Use use) {
        int since = SINCE.getOrDefault(use.feature(), 0);
        return since == 0
                ? "Write it without; no version of buildah up to 1.39 has it."
                : String.format(Locale.ROOT, "Build with buildah 1.%d or newer, or write it without.", since);
    }

    private static Refused unsupported(String text, String advice) {
        return new Refused(new Problem(Problem.Code.BUILD_UNSUPPORTED, text + ".", advice));
    }
}
