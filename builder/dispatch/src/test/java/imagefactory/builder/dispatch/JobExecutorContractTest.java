package imagefactory.builder.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import imagefactory.builder.dispatch.kubernetes.JobExecutor;
import imagefactory.builder.dispatch.kubernetes.JobSettings;
import imagefactory.builder.dispatch.kubernetes.PlayedBuilds;
import imagefactory.builder.dispatch.kubernetes.PodVariant;
import imagefactory.builder.dispatch.kubernetes.TestCluster;
import imagefactory.core.build.BuildExecutor;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Unavailable;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real API server; its controllers and its node are played, its builders are processes. */
class JobExecutorContractTest extends BuildExecutorContract {
    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Optional<PlayedBuilds> builds = Optional.empty();

    @Override
    BuildExecutor playing(String script) throws Exception {
        var namespace = "contract-" + System.nanoTime();
        var played = new PlayedBuilds(namespace, Workshop.java(ScriptedBuilder.class, script, tally()), folder);
        open.add(played);
        builds = Optional.of(played);
        KubernetesClient client = TestCluster.client();
        open.add(client);
        var executor = new JobExecutor(client, settings(namespace), () -> {});
        open.add(executor);
        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(Unavailable.class)
                .until(() -> executor.log(portal.id()).isEmpty());
        return executor;
    }

    static JobSettings settings(String namespace) {
        return new JobSettings(
                namespace,
                "localhost/image-factory/builder:1",
                PodVariant.USER_NAMESPACE,
                Duration.ofMinutes(30),
                new JobSettings.Resources("500m", "2Gi", "10Gi"),
                JobSettings.Placement.ANYWHERE,
                JobSettings.Access.NONE,
                Optional.empty());
    }

    private Path tally() {
        return folder.resolve("tally");
    }

    @Override
    int starts() throws Exception {
        return Files.exists(tally()) ? Files.readAllLines(tally()).size() : 0;
    }

    @Override
    void letTheLimitPass() {
        builds.orElseThrow().letTheLimitPass();
    }

    @AfterEach
    void close() throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    /** A cancelled build leaves nothing that could say so: its Job is deleted, and asked for again it is made anew. */
    @Test
    @Override
    void cancelledBuildEndsAndSaysSo() throws Exception {
        var executor = playing("hang");
        startToRun(executor, portal);

        executor.cancel(portal.id());

        assertThat(builds.orElseThrow().jobs()).isEmpty();
        await().atMost(SOON).until(() -> executor.log(portal.id()).isEmpty());
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void resultIsFoundByAnotherFactory() throws Exception {
        var first = playing("succeed");
        var outcome = end(first, portal);
        assertThat(outcome).isInstanceOf(Done.class);
        var client = TestCluster.client();
        open.add(client);

        var next = new JobExecutor(client, settings(builds.orElseThrow().namespace()), () -> {});
        open.add(next);

        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(Unavailable.class)
                .until(() -> next.advance(portal), outcome::equals);
        assertThat(starts()).isEqualTo(1);
    }
}
