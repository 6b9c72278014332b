package imagefactory.builder.dispatch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import imagefactory.builder.dispatch.Requests;
import imagefactory.core.build.BuildId;
import imagefactory.core.build.BuildRequest;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Unavailable;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Many builds on a real API server that is killed once in the middle; {@code -Dbuilds=1000 -DatOnce=100} takes a thousand, as
 * deploy/local/bench does, which reads what they took from {@code target/many-builds.properties}. The ends of their Jobs are
 * played.
 */
class ManyBuildsTest {
    private static final int BUILDS = Integer.getInteger("builds", 100);
    private static final int AT_ONCE = Integer.getInteger("atOnce", 20);
    private static final int MOST_REQUESTS = 10;

    /** By each of three informers: at first, after the API server came back, and once more where it fell over a watch. */
    private static final int MOST_LISTS = 9;

    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @Test
    void eachIsBuiltOnceByFewRequestsWhateverHappensToTheApiServer() throws Exception {
        var asked = new Premises.Asked();
        try (var premises = new Premises();
                var builds = new Controller(premises.played)) {
            var executor = premises.factory(premises.settings(PodVariant.USER_NAMESPACE), Premises.counted(asked));
            long before = used();
            var begun = Instant.now();

            finish(
                    executor,
                    IntStream.range(0, BUILDS)
                            .mapToObj(i -> Requests.named("b" + i))
                            .toList());

            var took = Duration.between(begun, Instant.now());
            tell(asked, took, builds.doubled(), (builds.peak() - before) / BUILDS);
            assertThat(builds.started)
                    .hasSize(BUILDS)
                    .allSatisfy((_, times) -> assertThat(times).hasValue(1));
            assertThat(asked.requests().get()).isLessThanOrEqualTo(MOST_REQUESTS * BUILDS);
            assertThat(asked.lists().get()).isLessThanOrEqualTo(MOST_LISTS);
            assertThat(premises.played.jobs()).isEmpty();
        }
    }

    private static void tell(Premises.Asked asked, Duration took, long doubled, long heap) throws IOException {
        var figures = String.format(
                Locale.ROOT,
                "builds=%d%natOnce=%d%nseconds=%.1f%ndoubled=%d%nrequestsForEach=%.1f%nlists=%d%nheapKiBForEach=%d%n",
                BUILDS,
                AT_ONCE,
                took.toMillis() / 1000.0,
                doubled,
                (double) asked.requests().get() / BUILDS,
                asked.lists().get(),
                heap / 1024);
        System.out.print(figures);
        Files.writeString(Path.of("target", "many-builds.properties"), figures);
    }

    /** As runs do: whoever is not through is asked again, and what is over is forgotten. */
    private static void finish(JobExecutor executor, List<BuildRequest> all) throws Exception {
        var open = new LinkedHashMap<BuildId, BuildRequest>();
        all.forEach(request -> open.put(request.id(), request));
        var halfway = new AtomicInteger(open.size() / 2);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(250)).until(() -> {
            open.values().removeIf(request -> isOver(executor, request));
            if (open.size() <= halfway.get()) {
                halfway.set(-1);
                TestCluster.server().kill();
                TestCluster.server().startAgain();
            }
            return open.isEmpty();
        });
    }

    private static boolean isOver(JobExecutor executor, BuildRequest request) {
        try {
            var outcome = executor.advance(request);
            if (outcome instanceof Pending) {
                return false;
            }
            assertThat(outcome).isInstanceOf(Done.class);
            executor.forget(request.id());
            return true;
        } catch (Unavailable e) {
            return false; // asked again
        }
    }

    private static long used() {
        System.gc();
        var memory = Runtime.getRuntime();
        return memory.totalMemory() - memory.freeMemory();
    }

    /** Starts so many Jobs at once, and ends each a moment later. */
    private static final class Controller implements AutoCloseable {
        final Map<String, AtomicInteger> started = new ConcurrentHashMap<>();
        private final Played played;
        private final Semaphore room = new Semaphore(AT_ONCE);
        private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
        private final SharedIndexInformer<Job> jobs;
        private volatile long peak;

        Controller(Played played) {
            this.played = played;
            jobs = played.client()
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(played.namespace())
                    .runnableInformer(0);
            jobs.addEventHandler(new ResourceEventHandler<>() {
                @Override
                public void onAdd(Job job) {
                    hands.execute(() -> play(job));
                }

                @Override
                public void onUpdate(Job before, Job now) {
                    // by us
                }

                @Override
                public void onDelete(Job job, boolean unknown) {
                    hands.execute(() -> insist(() -> played.client()
                            .pods()
                            .inNamespace(played.namespace())
                            .withName(Played.podName(job, 1))
                            .withGracePeriod(0)
                            .delete()));
                }
            });
            jobs.exceptionHandler((_, _) -> true);
            jobs.run();
        }

        private void play(Job job) {
            room.acquireUninterruptibly();
            try {
                started.computeIfAbsent(job.getMetadata().getName(), _ -> new AtomicInteger())
                        .incrementAndGet();
                if (started.size() == BUILDS) {
                    peak = used();
                }
                insist(() -> played.pod(job, 1));
                var pod = played.client().pods().inNamespace(played.namespace()).withName(Played.podName(job, 1));
                insist(() -> played.running(pod.get()));
                insist(() -> played.ended(pod.get(), 0, "Completed", Played.REPORT));
                insist(() -> played.complete(job));
            } finally {
                room.release();
            }
        }

        /** As controllers do: what was made already, or is gone, is as good. */
        private static void insist(Runnable work) {
            await().atMost(Duration.ofMinutes(2)).until(() -> {
                try {
                    work.run();
                    return true;
                } catch (KubernetesClientException e) {
                    return e.getCode() == 404 || e.getCode() == 409;
                }
            });
        }

        long doubled() {
            return started.values().stream().filter(times -> times.get() > 1).count();
        }

        long peak() {
            return peak;
        }

        @Override
        public void close() {
            hands.shutdownNow();
            jobs.stop();
        }
    }
}
