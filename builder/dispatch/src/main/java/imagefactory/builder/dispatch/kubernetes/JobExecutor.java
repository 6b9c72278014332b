package imagefactory.builder.dispatch.kubernetes;

import imagefactory.builder.dispatch.LastLines;
import imagefactory.builder.dispatch.kubernetes.Standing.Away;
import imagefactory.builder.dispatch.kubernetes.Standing.Lost;
import imagefactory.builder.dispatch.kubernetes.Standing.Over;
import imagefactory.builder.dispatch.kubernetes.Standing.Running;
import imagefactory.builder.dispatch.kubernetes.Standing.Waiting;
import imagefactory.core.build.BuildExecutor;
import imagefactory.core.build.BuildId;
import imagefactory.core.build.BuildRequest;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Unavailable;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.Preconditions;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Builds as Jobs of a Kubernetes cluster.
 *
 * <p>A build is a Job whose name comes from what is built and where it is pushed, so that it is made once, by whichever replica,
 * and found again by all. What its builder reports is its pod's termination message. How many run at once is the cluster's
 * business: its quota, or Kueue. A Job that no run asks for any more is cleared away by the cluster a day after its end.
 */
public final class JobExecutor implements BuildExecutor, AutoCloseable {
    /** Whoever hears of a change looks at once; this is for whom that was not told. It asks nobody. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final JobSettings settings;
    private final Refusal refusal;
    private final JobCache cache;
    private final JobLog log;
    private final FitnessLook fitness;
    private volatile boolean fit;

    /**
     * @param client whose calls end within 5 s; it stays the caller's
     * @param onChange called whenever a build ended: a hint to look at once
     */
    public JobExecutor(KubernetesClient client, JobSettings settings, Runnable onChange) {
        this.client = client;
        this.settings = settings;
        refusal = new Refusal(client.getMasterUrl().toString(), settings);
        cache = new JobCache(client, settings.namespace(), onChange);
        log = new JobLog(client, settings, refusal);
        fitness = new FitnessLook(client, settings);
    }

    @Override
    public Outcome<BuiltImage> advance(BuildRequest request) throws Unavailable {
        cache.check(refusal.server());
        var job = cache.job(request.id());
        return job.isEmpty() ? start(request) : standing(request, job.get());
    }

    private Outcome<BuiltImage> start(BuildRequest request) throws Unavailable {
        try {
            var unfit = unfit();
            if (unfit.isPresent()) {
                return new Failed<>(unfit.get());
            }
            client.resource(JobManifest.of(request, settings)).create();
            return new Pending<>(LOOK_AGAIN);
        } catch (KubernetesClientException e) {
            return notStarted(e);
        }
    }

    /** Asked before the first build, and until the cluster is one for it. */
    private Optional<Problem> unfit() {
        if (fit) {
            return Optional.empty();
        }
        var fault = fitness.fault();
        fit = fault.isEmpty();
        return fault;
    }

    private Outcome<BuiltImage> notStarted(KubernetesClientException e) throws Unavailable {
        if (Refusal.isThereAlready(e)) {
            return new Pending<>(LOOK_AGAIN);
        }
        var problem = refusal.problem(e);
        if (problem.isEmpty()) {
            throw refusal.away("making the build's Job", e);
        }
        return new Failed<>(problem.get());
    }

    private Outcome<BuiltImage> standing(BuildRequest request, Job job) throws Unavailable {
        return switch (JobVerdict.on(request, settings, cache.observed(job))) {
            case Running() -> new Pending<>(LOOK_AGAIN);
            case Waiting(String why) -> throw new Unavailable(why, LOOK_AGAIN);
            case Away(Problem problem) -> {
                delete(job);
                throw new Unavailable(problem.text() + " " + problem.advice());
            }
            case Lost() -> {
                delete(job);
                yield new Pending<>(LOOK_AGAIN);
            }
            case Over(var outcome, boolean shown) -> shown ? withLog(request.id(), outcome) : outcome;
        };
    }

    private Outcome<BuiltImage> withLog(BuildId build, Outcome<BuiltImage> outcome) throws Unavailable {
        return outcome instanceof Failed(Problem problem)
                ? new Failed<>(new Problem(
                        problem.code(), problem.text() + LastLines.of(log(build).orElse("")), problem.advice()))
                : outcome;
    }

    /** Its pods are told to end, and have a moment for it. */
    @Override
    public void cancel(BuildId build) throws Unavailable {
        for (var job : all(build)) {
            if (!cache.observed(job).isOver()) {
                delete(job);
            }
        }
    }

    @Override
    public void forget(BuildId build) throws Unavailable {
        for (var job : all(build)) {
            if (cache.observed(job).isOver()) {
                delete(job);
            }
        }
    }

    /** A Job may have been made a moment ago, by any replica: what is not known is asked for. */
    private List<Job> all(BuildId build) throws Unavailable {
        cache.check(refusal.server());
        var known = cache.job(build);
        if (known.isPresent()) {
            return List.of(known.get());
        }
        try {
            return client
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(settings.namespace())
                    .withLabels(JobManifest.OURS)
                    .withLabel(JobManifest.BUILD, JobName.label(build))
                    .list()
                    .getItems()
                    .stream()
                    .filter(job -> job.getMetadata().getDeletionTimestamp() == null)
                    .toList();
        } catch (KubernetesClientException e) {
            throw refusal.away("looking for the build's Job", e);
        }
    }

    /** This very one: under its name there may be another by now. */
    private void delete(Job job) throws Unavailable {
        var metadata = job.getMetadata();
        var options = new DeleteOptions();
        options.setPropagationPolicy("Background");
        options.setPreconditions(new Preconditions(null, metadata.getUid()));
        cache.deleting(job);
        try {
            client.raw(
                    "/apis/batch/v1/namespaces/" + metadata.getNamespace() + "/jobs/" + metadata.getName(),
                    "DELETE",
                    options);
        } catch (KubernetesClientException e) {
            if (Refusal.isGone(e)) {
                return;
            }
            cache.notDeleted(job);
            throw refusal.away("deleting the build's Job " + metadata.getName(), e);
        }
    }

    @Override
    public Optional<String> log(BuildId build) throws Unavailable {
        cache.check(refusal.server());
        return log.of(cache.readable(build));
    }

    @Override
    public void close() {
        cache.close();
    }
}
