package imagefactory.scanner;

import com.github.dockerjava.api.model.AccessMode;
import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.scanner.Database.Version;
import imagefactory.scanner.TrivyContainer.End;
import imagefactory.scanner.TrivyContainer.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The two things that Trivy does here: list what is in an image, and match such a list with the database.
 *
 * <p>In two runs, also for an image that was never scanned: so a re-scan takes the very way of the first one.
 */
final class Trivy {
    private static final Set<Integer> ENDED_BY_OTHERS = Set.of(137, 143);

    private final TrivySettings settings;
    private final TrivyContainer container;

    Trivy(TrivySettings settings) {
        this.settings = settings;
        container = new TrivyContainer(settings.image(), settings.limit());
    }

    /** @return CycloneDX JSON of the layout in this scratch; the database is not needed for it */
    Bytes list(Scratch scratch, String image) throws IOException, Unavailable, Refused {
        var mounts = List.of(
                new Mount(scratch.layout(), "/in", AccessMode.ro),
                new Mount(javaIndex(), "/cache/java-db", AccessMode.ro),
                new Mount(scratch.out(), "/out", AccessMode.rw),
                new Mount(scratch.temporary(), "/tmp", AccessMode.rw));
        var arguments = arguments("image", "cyclonedx", "/out/sbom.json");
        arguments.addAll(List.of("--input", "/in"));
        judge(container.run(mounts, arguments), image);
        return TrivyReport.read(scratch.sbom(), image);
    }

    /** @return Trivy's JSON report on the SBOM in this scratch */
    Bytes match(Scratch scratch, Version database, String image)
            throws IOException, Unavailable, Refused, DatabaseUnreadable {
        var mounts = List.of(
                new Mount(database.folder(), "/cache/db", AccessMode.ro),
                new Mount(scratch.out(), "/out", AccessMode.rw),
                new Mount(scratch.temporary(), "/tmp", AccessMode.rw));
        var arguments = arguments("sbom", "json", "/out/report.json");
        arguments.addAll(List.of("--skip-db-update", "--list-all-pkgs=false", "/out/sbom.json"));
        var end = container.run(mounts, arguments);
        if (end.exit() != 0 && fatal(end).contains("DB error")) { // an image may make Trivy say anything else
            throw new DatabaseUnreadable(fatal(end));
        }
        judge(end, image);
        return TrivyReport.read(scratch.report(), image);
    }

    private List<String> arguments(String verb, String format, String output) {
        var arguments = TrivyArguments.of(verb, format, settings.limit());
        arguments.addAll(List.of("--cache-backend=memory", "--output=" + output));
        return arguments;
    }

    private Path javaIndex() throws IOException {
        var folder = settings.work().resolve("java-db");
        if (!Files.exists(folder.resolve("metadata.json"))) {
            EmptyJavaIndex.write(folder);
        }
        return folder;
    }

    private void judge(End end, String image) throws Unavailable, Refused {
        if (end.exit() == 0) {
            return;
        }
        if (ENDED_BY_OTHERS.contains(end.exit())) {
            throw new Unavailable("the scan of " + image + " was killed; look at the machine's memory");
        }
        throw new Refused(problem(end, image));
    }

    private Problem problem(End end, String image) {
        return end.isTooLate()
                ? new Problem(
                        Code.SCAN_FAILED,
                        "The scan of " + image + " took longer than "
                                + settings.limit().toSeconds() + " s.",
                        "Look at what the image holds, or raise the time limit of scans.")
                : new Problem(
                        Code.SCAN_FAILED,
                        "Trivy could not scan " + image + ": " + fatal(end),
                        "Look at what the build put into the image; Trivy reads OCI and Docker images of known systems.");
    }

    private static String fatal(End end) {
        return Fatal.in(end.said()).orElseGet(() -> Fatal.line("exit " + end.exit() + ", " + end.said()));
    }
}
