package imagefactory.scanner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What every run of Trivy is told, wherever it runs: nobody is asked but for what it is there for. */
public final class TrivyArguments {
    private TrivyArguments() {}

    /**
     * What stands at the beginning, open to more.
     *
     * @param verb {@code image} or {@code sbom}
     * @param format of what it writes
     */
    public static List<String> of(String verb, String format, Duration limit) {
        return new ArrayList<>(List.of(
                verb,
                "--cache-dir=/cache",
                "--offline-scan",
                "--skip-java-db-update",
                "--skip-version-check",
                "--disable-telemetry",
                "--no-progress",
                "--timeout=" + limit.toSeconds() + "s",
                "--format=" + format));
    }

    /** Name and version by the tag of Trivy's image: {@code trivy 0.74.0}. */
    public static String scanner(String image) {
        var name = image.indexOf('@') < 0 ? image : image.substring(0, image.indexOf('@'));
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? "trivy " + name.substring(colon + 1) : "trivy";
    }
}
