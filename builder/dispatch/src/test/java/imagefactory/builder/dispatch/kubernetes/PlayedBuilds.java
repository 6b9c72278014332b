package imagefactory.builder.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Runs the Jobs of one namespace as a cluster would, each pod's builder being a process of this machine. */
public final class PlayedBuilds implements AutoCloseable {
    private final Played played;
    private final PlayedNode node;
    private final List<String> builder;
    private final Path folder;
    private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Process> running = new ConcurrentHashMap<>();
    private final SharedIndexInformer<Job> jobs;

    /** @param builder starts the program; {@code --metadata-file} is added to it */
    public PlayedBuilds(String namespace, List<String> builder, Path folder) throws Exception {
        this.builder = List.copyOf(builder);
        this.folder = folder;
        var client = TestCluster.client();
        node = new PlayedNode(client);
        played = Played.in(client, namespace, node.name());
        jobs = client.batch().v1().jobs().inNamespace(namespace).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Job job) {
                hands.execute(() -> unlessItIsGone(() -> play(job)));
            }

            @Override
            public void onUpdate(Job before, Job now) {
                // who ends a Job is this
            }

            @Override
            public void onDelete(Job job, boolean unknown) {
                hands.execute(() -> unlessItIsGone(() -> collect(job)));
            }
        });
    }

    public String namespace() {
        return played.namespace();
    }

    public List<Job> jobs() {
        return played.jobs();
    }

    /** A Job may be deleted, and made anew, at any moment: whoever writes to what it was is refused, as controllers are. */
    private static void unlessItIsGone(Runnable work) {
        try {
            work.run();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404 && e.getCode() != 409) {
                throw e;
            }
        }
    }

    private void play(Job job) {
        int most = job.getSpec().getBackoffLimit() + 1;
        for (int number = 1; number <= most; number++) {
            var pod = played.pod(job, number);
            int code = run(pod);
            if (jobs.getIndexer()
                                    .getByKey(played.namespace() + "/"
                                            + job.getMetadata().getName())
                            == null
                    || code < 0) {
                return;
            }
            if (code == 0) {
                played.complete(job);
                return;
            }
            if (JobManifest.BUILDERS_OWN_EXIT_CODES.contains(code)) {
                played.failed(job, "PodFailurePolicy", "Container builder failed with exit code " + code);
                return;
            }
        }
        played.failed(job, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
    }

    /** @return -1 where its time was over: by the time that a controller begins another, the test is over, too */
    private int run(Pod pod) {
        var name = pod.getMetadata().getName();
        var log = folder.resolve(pod.getMetadata().getUid() + ".log");
        var message = folder.resolve(pod.getMetadata().getUid() + ".json");
        node.logOf(name, log);
        try {
            var process = new ProcessBuilder(Stream.concat(builder.stream(), Stream.of("--metadata-file=" + message))
                            .toList())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            running.put(name, process);
            played.running(pod);
            int code = process.waitFor();
            if (running.remove(name) == null) {
                return -1;
            }
            played.ended(
                    pod,
                    code,
                    code == 0 ? "Completed" : "Error",
                    Files.exists(message) ? Files.readString(message) : "");
            return code;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** The pods' own deadlines. */
    public void letTheLimitPass() {
        for (var pod : played.pods()) {
            var process = running.remove(pod.getMetadata().getName());
            if (process != null) {
                process.destroyForcibly();
                played.killed(pod, "DeadlineExceeded", "Pod was active on the node longer than the specified deadline");
            }
        }
    }

    private void collect(Job job) {
        for (var pod : played.pods()) {
            if (pod.getMetadata()
                    .getOwnerReferences()
                    .getFirst()
                    .getUid()
                    .equals(job.getMetadata().getUid())) {
                var process = running.remove(pod.getMetadata().getName());
                if (process != null) {
                    process.destroyForcibly();
                }
                played.remove(pod);
            }
        }
    }

    @Override
    public void close() {
        jobs.stop();
        for (var process : new ArrayList<>(running.values())) {
            process.destroyForcibly();
        }
        running.clear();
        hands.shutdownNow();
        node.close();
        played.client().close();
    }
}
