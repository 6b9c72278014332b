package imagefactory.builder.cli;

import imagefactory.core.outcome.Problem;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What Buildah's last words mean: the build's own fault, or that of a registry. */
final class Complaint {
    private static final Pattern STEP = Pattern.compile("Error: (error )?building at STEP \"RUN.*");
    private static final List<String> DENIED = List.of(
            "unauthorized", "authentication required", "requested access to the resource is denied", "403 (forbidden)");
    private static final List<String> MISSING =
            List.of("manifest unknown", "name unknown", "not found: ", "no stage or image found", "404 (not found)");
    private static final List<String> AWAY = List.of(
            "connection refused",
            "http response to https client",
            "no such host",
            "i/o timeout",
            "tls handshake",
            "connection reset",
            "server misbehaving",
            "network is unreachable",
            "500 internal",
            "502 bad",
            "503 service",
            "504 gateway",
            "429 too many");

    private Complaint() {}

    /** @param what for people: what was done */
    static Problem problem(String what, Child.Ending ending) {
        var error = error(ending.lastLines());
        var said = error.toLowerCase(Locale.ROOT);
        if (STEP.matcher(error).matches() || said.isEmpty()) {
            return failed(what, ending);
        }
        if (DENIED.stream().anyMatch(said::contains)) {
            return new Problem(
                    Problem.Code.REGISTRY_DENIED,
                    what + " was denied by a registry: " + error,
                    "Check the accounts in the registry configuration (--registry-config).");
        }
        if (AWAY.stream().anyMatch(said::contains)) {
            return new Problem(
                    Problem.Code.NOT_REACHABLE,
                    what + " did not reach a registry: " + error,
                    "Try again when the registry answers; plain http needs --insecure-registry.");
        }
        if (MISSING.stream().anyMatch(said::contains)) {
            return new Problem(
                    Problem.Code.BASE_MISSING,
                    what + " did not find an image: " + error,
                    "Push the image, or correct its reference in the Dockerfile.");
        }
        return failed(what, ending);
    }

    private static Problem failed(String what, Child.Ending ending) {
        return new Problem(
                Problem.Code.BUILD_FAILED,
                what + " ended with exit code " + ending.code() + ". Its last lines:\n"
                        + String.join("\n", ending.lastLines()),
                "Correct what the last lines complain of, and build again.");
    }

    private static String error(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("Error: ")).reduce("", (earlier, later) -> later);
    }
}
