package imagefactory.core.attest;

import imagefactory.core.registry.Manifest;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.sign.Statement;
import imagefactory.core.sign.Statement.Subject;
import java.util.List;
import java.util.stream.Stream;

/** The statements that the factory signs of an image. */
public final class Attestations {
    private Attestations() {}

    /** A plain signature, of an index or of one platform: these bytes are ours (what cosign 3 signs). */
    public static Statement signature(Subject subject) {
        return new Statement(Statement.COSIGN_SIGN, List.of(subject), Manifest.EMPTY);
    }

    /** On the index; what it says is said of every platform's manifest as well. */
    public static Statement provenance(Subject index, Provenance provenance) {
        var manifests =
                provenance.platforms().values().stream().map(made -> new Subject(index.name(), made.manifest()));
        var subjects = Stream.concat(Stream.of(index), manifests).distinct().toList();
        return new Statement(Statement.SLSA_PROVENANCE, subjects, provenance.json());
    }

    /** Of one platform. */
    public static Statement sbom(Subject subject, ScanReport scan) {
        return new Statement(Statement.CYCLONEDX, List.of(subject), scan.sbom());
    }

    /** Of one platform. */
    public static Statement vulnerabilities(Subject subject, VulnerabilityReport report) {
        return new Statement(Statement.VULNERABILITIES, List.of(subject), report.json());
    }
}
