package imagefactory.builder.dispatch.kubernetes;

import imagefactory.core.build.BuildId;
import imagefactory.core.outcome.Unavailable;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The builds' Jobs, pods and warnings as the API server tells them: one watch each, whatever number of builds asks.
 *
 * <p>Where the API server is away, this is what it said last.
 */
final class JobCache implements AutoCloseable {
    private static final String BY_KEY = "key";

    /** Whoever waits for a change hears of it at once; this is for whom a hint did not reach. */
    private static final Duration RESYNC = Duration.ofMinutes(5);

    private final SharedIndexInformer<Job> jobs;
    private final SharedIndexInformer<Pod> pods;
    private final SharedIndexInformer<Event> warnings;

    /** Jobs that we had deleted, until the watch says so too. */
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();

    private volatile Optional<Throwable> fault = Optional.empty();

    /** @param onChange called whenever a build has ended */
    JobCache(KubernetesClient client, String namespace, Runnable onChange) {
        var hint = new Hint(onChange);
        jobs = prepared(
                client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .withLabels(JobManifest.OURS)
                        .runnableInformer(RESYNC.toMillis()),
                JobCache::build);
        pods = prepared(
                client.pods()
                        .inNamespace(namespace)
                        .withLabels(JobManifest.OURS)
                        .runnableInformer(RESYNC.toMillis()),
                JobCache::build);
        warnings = prepared(
                client.v1()
                        .events()
                        .inNamespace(namespace)
                        .withField("type", "Warning")
                        .runnableInformer(0),
                event -> Optional.ofNullable(event.getInvolvedObject()).map(ObjectReference::getUid).stream()
                        .toList());
        jobs.addEventHandler(new Hints<>(hint, job -> Observed.end(job).isPresent()) {
            @Override
            public void onDelete(Job job, boolean unknown) {
                deleted.remove(uid(job));
                super.onDelete(job, unknown);
            }
        });
        pods.addEventHandler(new Hints<>(hint, pod -> Observed.terminated(pod).isPresent()));
        for (var informer : List.of(jobs, pods, warnings)) {
            var _ = informer.start();
        }
    }

    private <T extends HasMetadata> SharedIndexInformer<T> prepared(
            SharedIndexInformer<T> informer, Function<T, List<String>> keys) {
        informer.addIndexers(Map.of(BY_KEY, keys));
        informer.exceptionHandler((_, why) -> {
            fault = Optional.of(why);
            return true; // as long as it takes
        });
        return informer;
    }

    private static List<String> build(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getLabels().get(JobManifest.BUILD)).stream()
                .toList();
    }

    /** @throws Unavailable until the API server has told all that there is */
    void check(String server) throws Unavailable {
        if (!jobs.hasSynced() || !pods.hasSynced() || !warnings.hasSynced()) {
            throw new Unavailable("the API server " + server + " has not told yet which builds there are"
                    + fault.map(why -> ": " + why.getMessage()).orElse(""));
        }
    }

    /** One that is being deleted counts no more. */
    Optional<Job> job(BuildId build) {
        return jobs.getIndexer().byIndex(BY_KEY, JobName.label(build)).stream()
                .filter(job -> job.getMetadata().getDeletionTimestamp() == null)
                .filter(job -> !deleted.contains(uid(job)))
                .findFirst();
    }

    Observed observed(Job job) {
        var found = build(job).stream()
                .flatMap(label -> pods(label).stream())
                .filter(pod -> owners(pod).anyMatch(uid(job)::equals))
                .toList();
        var newest = found.stream().findFirst();
        return new Observed(
                job, found, new Observed.Warnings(warning(uid(job)), newest.flatMap(pod -> warning(uid(pod)))));
    }

    /** What there is to read of a build, the newest first: its Job's pods, and those that are ending since it was cancelled. */
    List<Pod> readable(BuildId build) {
        var job = job(build).map(JobCache::uid);
        return pods(JobName.label(build)).stream()
                .filter(pod ->
                        job.filter(uid -> owners(pod).anyMatch(uid::equals)).isPresent()
                                || Observed.terminated(pod).isEmpty())
                .toList();
    }

    /** The newest first. */
    private List<Pod> pods(String label) {
        return pods.getIndexer().byIndex(BY_KEY, label).stream()
                .sorted(Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                        .thenComparing(pod -> pod.getMetadata().getName())
                        .reversed())
                .toList();
    }

    private static Stream<String> owners(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream().map(OwnerReference::getUid);
    }

    private Optional<String> warning(String uid) {
        return warnings.getIndexer().byIndex(BY_KEY, uid).stream()
                .max(Comparator.comparing(event -> String.valueOf(event.getLastTimestamp())))
                .map(event -> event.getReason() + ": " + event.getMessage());
    }

    /** It counts no more from now on. */
    void deleting(Job job) {
        deleted.add(uid(job));
    }

    void notDeleted(Job job) {
        deleted.remove(uid(job));
    }

    private static String uid(HasMetadata object) {
        return object.getMetadata().getUid();
    }

    @Override
    public void close() {
        for (var informer : List.of(jobs, pods, warnings)) {
            informer.stop();
        }
    }
}
