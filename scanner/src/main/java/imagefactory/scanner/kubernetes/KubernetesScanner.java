package imagefactory.scanner.kubernetes;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.scan.ScanRequest;
import imagefactory.core.scan.Scanner;
import imagefactory.scanner.TrivyReport;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge.Server;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge.Volume;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Scans with Trivy in Jobs of a cluster, one for each image and state of the database; it is named by both, so that it is found
 * again after a restart, and by all replicas. No state is kept here.
 *
 * <p>A Job that came to an answer is kept for a quarter of an hour, all others are deleted once it is known why: asking again begins anew.
 */
public final class KubernetesScanner implements Scanner {
    private static final Duration AGAIN = Duration.ofSeconds(2);
    /** After that a pod that has not begun is asked about. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ClusterSettings settings;
    private final Cluster cluster;
    private final Logs logs;
    private final ConfigMap parts;
    private final ScanJobManifest manifest;
    private final ClusterDatabase database;
    private final Clock clock;

    /** @throws Unavailable if the certificates that pods are to trust cannot be read */
    public KubernetesScanner(ClusterSettings settings, KubernetesClient client, Clock clock) throws Unavailable {
        this(settings, new Cluster(client, settings.namespace()), parts(settings), clock);
    }

    private KubernetesScanner(ClusterSettings settings, Cluster cluster, ConfigMap parts, Clock clock) {
        this(settings, cluster, cluster, parts, clock);
    }

    KubernetesScanner(ClusterSettings settings, Cluster cluster, Logs logs, ConfigMap parts, Clock clock) {
        this.settings = settings;
        this.cluster = cluster;
        this.logs = logs;
        this.parts = parts;
        this.clock = clock;
        manifest = new ScanJobManifest(settings, parts.getMetadata().getName());
        database = switch (settings.knowledge()) {
            case Volume volume -> new VolumeDatabase(settings, volume, parts, cluster, logs, clock);
            case Server server -> new ServerDatabase(server, clock);
        };
    }

    private static ConfigMap parts(ClusterSettings settings) throws Unavailable {
        try {
            return Parts.configMap(
                    settings.namespace(),
                    Parts.certificates(settings.registries().cas()));
        } catch (IOException e) {
            throw new Unavailable("the certificates that scans are to trust cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Outcome<ScanReport> advance(ScanRequest request) throws Unavailable {
        try {
            if (request.sbom().isPresent()) {
                TrivyReport.checkSbom(request.sbom().get());
            }
        } catch (IOException e) {
            return new Failed<>(Verdict.failed(
                    "The list of what is in " + request.repository() + "@" + request.manifest() + " cannot be used: "
                            + e.getMessage() + ".",
                    "Ask for a scan of the image itself."));
        }
        var known = database.current();
        return known.isPresent() ? advance(Scan.of(request, known.get())) : new Pending<>(AGAIN);
    }

    private Outcome<ScanReport> advance(Scan scan) throws Unavailable {
        var there = cluster.job(scan.name(settings));
        if (there.isEmpty()) {
            var made = cluster.put(manifest.of(scan));
            if (made.isPresent()) {
                give(scan, made.get());
            }
            return new Pending<>(AGAIN);
        }
        var job = there.get();
        var pod = cluster.pod(job);
        return pod.isPresent() ? look(scan, job, pod.get()) : lookAfter(scan, job);
    }

    /** What the Job's pod mounts. Whoever made the Job may have died before this. */
    private void give(Scan scan, Job job) throws Unavailable {
        cluster.put(parts);
        var list = scan.mounted();
        if (list.isPresent()) {
            cluster.put(manifest.list(scan, list.get(), job));
        }
    }

    /** A Job without a pod: not yet, or no more. */
    private Outcome<ScanReport> lookAfter(Scan scan, Job job) throws Unavailable {
        if (Ends.isOver(job)) {
            cluster.delete(job.getMetadata().getName());
            throw new Unavailable("the Job " + job.getMetadata().getName() + " that scanned " + scan
                    + " is over and its pod is gone"
                    + Ends.failure(job).map(why -> " (" + why + ")").orElse("")
                    + "; the scan begins anew: see whether the cluster has room for it");
        }
        return awaited(scan, job, job);
    }

    /** What has not begun for a while has begun to be complained of in events: by quotas, policies, volumes, Secrets. */
    private Outcome<ScanReport> awaited(Scan scan, Job job, HasMetadata about) throws Unavailable {
        var since = Instant.parse(about.getMetadata().getCreationTimestamp());
        if (clock.instant().isAfter(since.plus(PATIENCE))) {
            give(scan, job);
            var complaint = cluster.complaint(about);
            if (complaint.isPresent()) {
                throw new Unavailable("the scan of " + scan + " does not begin: " + complaint.get() + "; "
                        + Cluster.advice(0, complaint.get()));
            }
        }
        return new Pending<>(AGAIN);
    }

    private Outcome<ScanReport> look(Scan scan, Job job, Pod pod) throws Unavailable {
        return switch (Standing.of(pod)) {
            case Standing.Underway _ -> new Pending<>(AGAIN);
            case Standing.Awaited _ -> awaited(scan, job, pod);
            case Standing.Stuck(var reason) ->
                throw new Unavailable("the scan of " + scan + " waits for its pod "
                        + pod.getMetadata().getName() + ": " + reason
                        + "; mend what it says, or give the cluster more room");
            case Standing.Ended _ -> ended(scan, job, pod);
            case Standing.Broken broken -> broken(scan, job, broken);
        };
    }

    private Outcome<ScanReport> ended(Scan scan, Job job, Pod pod) throws Unavailable {
        var name = pod.getMetadata().getName();
        try {
            var sbom = scan.sbom().isPresent()
                    ? scan.sbom().get()
                    : Documents.read(logs.read(name, ScanJobManifest.LIST), "bomFormat", ScanJobManifest.LIST, scan);
            var report = Documents.read(
                    logs.read(name, ScanJobManifest.MATCH), "SchemaVersion", ScanJobManifest.MATCH, scan);
            return new Done<>(report(scan, sbom, report));
        } catch (Refused e) {
            cluster.delete(job.getMetadata().getName());
            return new Failed<>(e.problem());
        }
    }

    private ScanReport report(Scan scan, Bytes sbom, Bytes report) throws Refused {
        var findings = TrivyReport.findings(report, scan.toString());
        return new ScanReport(sbom, report, findings, scan.known().made(), settings.scanner());
    }

    private Outcome<ScanReport> broken(Scan scan, Job job, Standing.Broken broken) throws Unavailable {
        if (Verdict.isOfDatabase(broken)) {
            database.unreadable(scan.known());
        }
        cluster.delete(job.getMetadata().getName());
        return new Failed<>(Verdict.of(broken, scan, settings));
    }
}
