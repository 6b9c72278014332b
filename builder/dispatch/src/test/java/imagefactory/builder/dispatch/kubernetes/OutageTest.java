package imagefactory.builder.dispatch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import imagefactory.builder.dispatch.Requests;
import imagefactory.core.build.BuildRequest;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Unavailable;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API server goes away, by {@code kill -9}, while builds run, and comes back. */
class OutageTest {
    private static final BuildRequest PORTAL = Requests.named("portal");
    private static final BuildRequest OTHER = Requests.named("other");

    /** Longer than a call takes; with {@code KILLS=all} in the environment a minute. */
    private static final Duration AWAY =
            "all".equals(System.getenv("KILLS")) ? Duration.ofMinutes(1) : Duration.ofSeconds(6);

    @TempDir
    Path folder;

    private Premises premises;
    private Played played;
    private JobExecutor executor;
    private Pod pod;

    @BeforeEach
    void aBuildRuns() throws Exception {
        premises = new Premises();
        played = premises.played;
        executor = premises.factory();
        executor.advance(PORTAL);
        pod = played.running(played.pod(played.jobs().getFirst(), 1));
        premises.node.logOf(pod.getMetadata().getName(), Files.writeString(folder.resolve("log"), "STEP 1\n"));
        await().atMost(Premises.SOON).until(() -> executor.log(PORTAL.id()).isPresent());
    }

    @AfterEach
    void close() {
        premises.close();
    }

    @Test
    void nothingIsLostAndNothingDoubled() throws Exception {
        TestCluster.server().kill();
        await().during(AWAY).atMost(AWAY.plusSeconds(10)).untilAsserted(() -> {
            assertThat(executor.advance(PORTAL)).isInstanceOf(Pending.class);
            assertThatThrownBy(() -> executor.advance(OTHER))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining(TestCluster.server().url());
        });
        TestCluster.server().startAgain();

        assertThat(executor.advance(OTHER)).isInstanceOf(Pending.class);
        played.ended(pod, 0, "Completed", Played.REPORT);
        finishes();
        assertThat(played.jobs()).hasSize(2);
    }

    /** A server that starts knows nothing of what was before: a watch goes on only where nothing happened since, in any namespace. */
    @Test
    void watchThatExpiredIsBegunAnewAndMissesNothing() throws Exception {
        var jobs = premises.admin.batch().v1().jobs().inNamespace(played.namespace());
        var seen = jobs.list().getMetadata().getResourceVersion();
        played.warning(played.jobs().getFirst(), "Unrelated", "the world goes on");

        TestCluster.server().kill();
        TestCluster.server().startAgain();

        assertThat(premises.admin.raw("/apis/batch/v1/namespaces/" + played.namespace()
                        + "/jobs?watch=true&timeoutSeconds=1&resourceVersion=" + seen))
                .contains("\"code\":410");
        played.ended(pod, 0, "Completed", Played.REPORT);
        finishes();
        assertThat(played.jobs()).hasSize(1);
    }

    private void finishes() {
        await().atMost(Premises.SOON).until(() -> executor.advance(PORTAL), Done.class::isInstance);
    }
}
