package imagefactory.scanner.kubernetes;

import imagefactory.core.outcome.Unavailable;
import imagefactory.scanner.Fatal;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge.Volume;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The database on a volume, brought there by Jobs. The newest one that succeeded says which database is there, and in which of the
 * two folders; the next one writes to the other folder, no sooner than scans of the one before are over.
 */
final class VolumeDatabase implements ClusterDatabase {
    private static final System.Logger LOG = System.getLogger(VolumeDatabase.class.getName());
    private static final Duration GOOD_FOR = Duration.ofSeconds(30);
    private static final Duration CHECK = Duration.ofHours(6);
    /** A Job that failed is not followed by another one within this time. */
    private static final Duration REST = Duration.ofMinutes(10);

    private final Cluster cluster;
    private final Logs logs;
    private final Volume volume;
    private final ConfigMap parts;
    private final DatabaseJobManifest manifest;
    private final Duration check;
    private final Clock clock;
    private volatile @Nullable Looked looked;

    private record Looked(Known known, Instant at) {}

    VolumeDatabase(ClusterSettings settings, Volume volume, ConfigMap parts, Cluster cluster, Logs logs, Clock clock) {
        this.cluster = cluster;
        this.logs = logs;
        this.volume = volume;
        this.clock = clock;
        this.parts = parts;
        manifest = new DatabaseJobManifest(settings, volume, parts.getMetadata().getName());
        check = CHECK.plus(settings.limit().multipliedBy(2));
    }

    @Override
    public Optional<Known> current() throws Unavailable {
        var last = looked;
        if (last != null && clock.instant().isBefore(last.at().plus(GOOD_FOR)) && isYoung(last.known())) {
            return Optional.of(last.known());
        }
        var jobs = cluster.jobs(DatabaseJobManifest.COMPONENT);
        var newest = newest(jobs);
        var known = newest.isPresent() ? read(newest.get()) : Optional.<Known>empty();
        var trouble = isDue(newest, known) ? bring(jobs, newest, known) : Optional.<String>empty();
        if (known.isEmpty()) {
            if (trouble.isPresent()) {
                throw new Unavailable(
                        "there is no vulnerability database on the claim " + volume.claim() + ": " + trouble.get());
            }
            return known;
        }
        looked = new Looked(known.get(), clock.instant());
        return Optional.of(
                known.get().young(clock.instant(), volume.maxAge(), trouble.orElse("a new one is being brought")));
    }

    private boolean isYoung(Known known) {
        return known.isYoung(clock.instant(), volume.maxAge());
    }

    private boolean isDue(Optional<Job> newest, Optional<Known> known) {
        return known.filter(this::isYoung).isEmpty()
                || newest.map(VolumeDatabase::ended)
                        .filter(ended -> clock.instant().isBefore(ended.plus(check)))
                        .isEmpty();
    }

    /** @return why none is on its way */
    private Optional<String> bring(List<Job> jobs, Optional<Job> newest, Optional<Known> known) throws Unavailable {
        var running = jobs.stream().filter(job -> !Ends.isOver(job)).findFirst();
        if (running.isPresent()) {
            return trouble(running.get());
        }
        var name = "database-" + clock.instant().getEpochSecond() / REST.toSeconds();
        var over = jobs.stream()
                .filter(job -> job.getMetadata().getName().equals(name))
                .findFirst();
        if (over.isPresent()) {
            return Optional.of(trouble(over.get()).orElseGet(() -> nothing(known)));
        }
        for (var job : jobs) {
            if (!Optional.of(job).equals(newest)) {
                cluster.delete(job.getMetadata().getName());
            }
        }
        cluster.put(parts);
        cluster.put(manifest.of(name, other(newest)));
        return Optional.empty();
    }

    private static String other(Optional<Job> newest) {
        var current = newest.map(VolumeDatabase::folder);
        return DatabaseJobManifest.FOLDERS.stream()
                .filter(folder -> !current.equals(Optional.of(folder)))
                .findFirst()
                .orElseThrow();
    }

    /** Why this Job did not succeed, or does not begin. */
    private Optional<String> trouble(Job job) throws Unavailable {
        var pod = cluster.pod(job);
        if (pod.isEmpty()) {
            return complaint(job);
        }
        return switch (Standing.of(pod.get())) {
            case Standing.Awaited _ -> complaint(pod.get());
            case Standing.Underway _ -> Optional.empty();
            case Standing.Ended _ -> Optional.empty();
            case Standing.Stuck(var reason) -> Optional.of(reason + "; see the Job " + name(job));
            case Standing.Broken(var why, var _, var said) ->
                Optional.of("the Job " + name(job) + " could not bring it (" + why + "): "
                        + Fatal.in(said).orElseGet(() -> Fatal.line(said))
                        + "; it is tried again after " + REST.toMinutes()
                        + " minutes: see whether pods of the component database reach "
                        + volume.repository().map(Object::toString).orElse("the volume"));
        };
    }

    private Optional<String> complaint(HasMetadata about) throws Unavailable {
        return cluster.complaint(about).map(said -> said + "; " + Cluster.advice(0, said));
    }

    private String nothing(Optional<Known> known) {
        var source = volume.repository().map(Object::toString).orElse("its folder db");
        return known.isPresent()
                ? "there is no newer one in " + source + "; see who renews it"
                : "there is none in " + source + "; put trivy.db and metadata.json there";
    }

    /** Empty where the pod that knew it is gone, or its node, or where it knew none: it is brought anew. */
    private Optional<Known> read(Job job) throws Unavailable {
        var pod = cluster.pod(job);
        if (pod.isEmpty()) {
            return Optional.empty();
        }
        try {
            var said = logs.read(pod.get().getMetadata().getName(), DatabaseJobManifest.TELL);
            return Known.read(said, "the Job " + name(job), Optional.of(manifest.path(folder(job))));
        } catch (Unavailable e) {
            LOG.log(Level.WARNING, "{0}; the database is brought anew", e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Job> newest(List<Job> jobs) {
        return jobs.stream().filter(Ends::isComplete).max(Comparator.comparing(VolumeDatabase::ended));
    }

    private static Instant ended(Job job) {
        return Instant.parse(job.getStatus().getCompletionTime());
    }

    private static String folder(Job job) {
        return job.getMetadata().getLabels().getOrDefault(DatabaseJobManifest.FOLDER, "");
    }

    private static String name(Job job) {
        return job.getMetadata().getName();
    }

    @Override
    public void unreadable(Known known) throws Unavailable {
        looked = null;
        for (var job : cluster.jobs(DatabaseJobManifest.COMPONENT)) {
            if (Ends.isComplete(job) && known.folder().equals(Optional.of(manifest.path(folder(job))))) {
                cluster.delete(name(job));
            }
        }
    }
}
