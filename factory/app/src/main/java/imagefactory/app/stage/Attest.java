package imagefactory.app.stage;

import imagefactory.core.attest.Attestations;
import imagefactory.core.attest.Provenance;
import imagefactory.core.attest.VulnerabilityReport;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Refused;
import imagefactory.core.run.Due;
import imagefactory.core.run.Kept;
import imagefactory.core.run.Run;
import imagefactory.core.run.Stage;
import imagefactory.core.run.StageResult;
import imagefactory.core.run.StageResult.Assembled;
import imagefactory.core.run.StageResult.Attested;
import imagefactory.core.run.StageResult.Built;
import imagefactory.core.run.StageResult.Resolved;
import imagefactory.core.run.StageResult.Scanned;
import imagefactory.core.run.StageResult.Seal;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.sign.Statement.Subject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Attests how the image was made (on the index), what is in each platform, and what was found there. */
@Singleton
public final class Attest implements Stage {
    private final Seals seals;
    private final Kept kept;
    private final Clock clock;

    Attest(Seals seals, Kept kept, Clock clock) {
        this.seals = seals;
        this.kept = kept;
        this.clock = clock;
    }

    @Override
    public Run advance(Run run) throws Refused {
        if (run.due() != Due.ATTEST) {
            return run;
        }
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var name = run.get(Resolved.class).target().repository().toString();
        var index = run.get(Assembled.class).index();
        var made = new ArrayList<Seal>();
        made.add(seals.seal(index, Attestations.provenance(new Subject(name, index.digest()), provenance(run, now))));
        for (var scanned : run.get(Scanned.class).platforms().entrySet()) {
            made.addAll(contents(run, scanned.getKey(), scanned.getValue(), now));
        }
        return run.add(new Attested(made));
    }

    private List<Seal> contents(Run run, Platform platform, StageResult.Scan scan, Instant now) throws Refused {
        var resolved = run.get(Resolved.class);
        var manifest = run.get(Built.class).on(platform).manifest();
        var subject = new Subject(resolved.target().repository().toString(), manifest.digest());
        var report = new ScanReport(
                kept.get(scan.sbom()), kept.get(scan.report()), scan.findings(), scan.database(), scan.scanner());
        var found = new VulnerabilityReport(report, Long.toString(run.id()), resolved.at(), now);
        return List.of(
                seals.seal(manifest, Attestations.sbom(subject, report)),
                seals.seal(manifest, Attestations.vulnerabilities(subject, found)));
    }

    private static Provenance provenance(Run run, Instant now) {
        var resolved = run.get(Resolved.class);
        var made = new TreeMap<Platform, Provenance.Made>();
        run.get(Built.class)
                .images()
                .forEach((platform, image) -> made.put(
                        platform,
                        new Provenance.Made(
                                resolved.on(platform),
                                resolved.epoch(),
                                Optional.ofNullable(resolved.roots().get(platform)),
                                image.manifest().digest(),
                                image.report().backend())));
        var execution = new Provenance.Execution(
                Long.toString(run.id()),
                resolved.at(),
                now,
                Attest.class.getPackage().getName());
        return new Provenance(run.image(), resolved.target().source(), resolved.revision(), made, execution);
    }
}
