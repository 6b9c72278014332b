package imagefactory.builder.dispatch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import imagefactory.core.build.BuiltImage;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a cluster does to builds, done by a real one; {@code ./taskw cluster:test} runs it. */
class BuildsOnANodeCheck {
    private static final String LONG = "RUN echo begun; sleep 300\n";
    private static final String SHORT = "RUN echo begun; sleep 6\n";

    @TempDir
    Path folder;

    private RunningNode node;

    @BeforeEach
    void open() {
        node = new RunningNode(folder);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void logIsFollowedAndTheImageIsPushed() throws Exception {
        var executor = node.factory(node.settings());
        var request = node.request("plain", SHORT, Map.of());

        RunningNode.begun(executor, request, "begun");

        assertThat(RunningNode.end(executor, request)).isInstanceOf(Done.class);
        var pushed = request.destination();
        assertThat(node.manifests("tests/" + request.image(), pushed.tag().orElseThrow())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void cancelledItsPodIsGone() throws Exception {
        var executor = node.factory(node.settings());
        var request = node.request("cancelled", LONG, Map.of());
        RunningNode.begun(executor, request, "begun");

        executor.cancel(request.id());

        await().atMost(Duration.ofSeconds(30)).until(() -> node.pods(request).isEmpty());
    }

    @Test
    void takesTooLongAndIsEnded() throws Exception {
        var limit = Duration.ofSeconds(20);
        var executor = node.factory(node.settings(RunningNode.ROOM, limit));

        var problem = problem(RunningNode.end(executor, node.request("late", LONG, Map.of())));

        assertThat(problem.code()).isEqualTo(Code.BUILD_TIMED_OUT);
        assertThat(problem.text()).startsWith("The build took longer than 20 s and was ended.");
    }

    @Test
    void takesTooMuchMemoryAndIsTold() throws Exception {
        var executor =
                node.factory(node.settings(new JobSettings.Resources("100m", "400Mi", "4Gi"), Duration.ofMinutes(2)));

        var problem = problem(RunningNode.end(executor, node.request("greedy", "RUN tail /dev/zero\n", Map.of())));

        assertThat(problem.code()).isEqualTo(Code.BUILD_KILLED);
        assertThat(problem.text()).contains("400Mi of memory");
    }

    @Test
    void takesTooMuchRoomAndIsEvicted() throws Exception {
        var executor =
                node.factory(node.settings(new JobSettings.Resources("100m", "1Gi", "700Mi"), Duration.ofMinutes(3)));
        var steps = "RUN dd if=/dev/zero of=/big bs=1M count=900; sleep 120\n";

        var problem = problem(RunningNode.end(executor, node.request("bulky", steps, Map.of())));

        assertThat(problem.code()).isEqualTo(Code.BUILD_KILLED);
        assertThat(problem.text()).contains("more room on disk than it is given");
    }

    @Test
    void evictedItIsBuiltByAnotherPod() throws Exception {
        var executor = node.factory(node.settings());
        var request = node.request("evicted", SHORT, Map.of());
        RunningNode.begun(executor, request, "begun");
        var first = node.pods(request).getFirst();

        node.admin.pods().resource(first).evict();

        assertThat(RunningNode.end(executor, request)).isInstanceOf(Done.class);
        assertThat(node.pods(request))
                .anyMatch(pod ->
                        !pod.getMetadata().getUid().equals(first.getMetadata().getUid()));
    }

    @Test
    void jobDeletedByHandIsMadeAnew() throws Exception {
        var executor = node.factory(node.settings());
        var request = node.request("deleted", SHORT, Map.of());
        RunningNode.begun(executor, request, "begun");
        var jobs = node.admin
                .batch()
                .v1()
                .jobs()
                .inNamespace(RunningNode.BUILDS)
                .withLabel(JobManifest.BUILD, JobName.label(request.id()));
        var first = jobs.list().getItems().getFirst().getMetadata().getUid();

        jobs.delete();

        assertThat(RunningNode.end(executor, request)).isInstanceOf(Done.class);
        assertThat(jobs.list().getItems())
                .noneMatch(job -> job.getMetadata().getUid().equals(first));
    }

    @Test
    void quotaThatIsUsedUpIsNamedAndWaitedFor() throws Exception {
        var namespace = premises("quota", "baseline");
        var quota = node.admin
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("none")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("pods", new Quantity("0"))
                        .endSpec()
                        .build())
                .create();
        await().until(() -> Optional.ofNullable(node.admin.resource(quota).get().getStatus())
                .filter(status -> status.getHard() != null && !status.getHard().isEmpty())
                .isPresent());
        var executor = node.factory(settings(namespace), node.admin.getConfiguration());
        var request = node.request("queued", "RUN true\n", Map.of());

        RunningNode.waits(executor, request, "exceeded quota: none");
        node.admin.resource(quota).delete();

        assertThat(RunningNode.end(executor, request)).isInstanceOf(Done.class);
    }

    @Test
    void namespaceThatRefusesItsPodsIsNamedWithThePolicy() throws Exception {
        var namespace = premises("strict", "restricted");
        var executor = node.factory(settings(namespace), node.admin.getConfiguration());

        var problem = problem(RunningNode.end(executor, node.request("refused", "RUN true\n", Map.of())));

        assertThat(problem.text()).contains("violates PodSecurity \"restricted");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "USER_NAMESPACE")
    void isBuiltByTheOtherKindsOfPodAsWell(PodVariant pod) throws Exception {
        var level = pod == PodVariant.SYS_ADMIN ? "privileged" : "baseline";
        var usual = node.settings();
        var settings = settings(premises("pods-" + pod, level), usual.image(), pod, usual.placement());
        var steps = "RUN echo begun; touch /file; chown 42:4242 /file\n";
        var executor = node.factory(settings, node.admin.getConfiguration());

        var outcome = RunningNode.end(executor, node.request(pod.toString(), steps, Map.of()));

        assertThat(outcome).isInstanceOf(Done.class);
    }

    @Test
    void nodeThatIsMissingAndImageThatIsMissingAreNamed() throws Exception {
        var usual = node.settings();
        var nowhere = settings(
                usual.namespace(),
                usual.image(),
                usual.pod(),
                new JobSettings.Placement(Map.of("disktype", "none"), List.of(), Optional.empty(), Set.of()));
        var unknown = settings(
                usual.namespace(), RunningNode.registry() + "/image-factory/nothing:1", usual.pod(), usual.placement());
        var unplaced = node.request("unplaced", "RUN true\n", Map.of());
        var unpulled = node.request("unpulled", "RUN true\n", Map.of());

        var placing = node.factory(nowhere);
        RunningNode.waits(placing, unplaced, "node");
        placing.cancel(unplaced.id());

        var pulling = node.factory(unknown);
        RunningNode.waits(pulling, unpulled, "image-factory/nothing:1 cannot be pulled");
        pulling.cancel(unpulled.id());
    }

    private JobSettings settings(String namespace) {
        var usual = node.settings();
        return settings(namespace, usual.image(), usual.pod(), usual.placement());
    }

    private JobSettings settings(String namespace, String image, PodVariant pod, JobSettings.Placement placement) {
        var usual = node.settings();
        return new JobSettings(
                namespace, image, pod, usual.limit(), usual.resources(), placement, usual.access(), usual.queue());
    }

    /** A namespace beside the deployed ones, with the login for git. */
    private String premises(String name, String level) {
        node.admin
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("pod-security.kubernetes.io/enforce", level)
                        .endMetadata()
                        .build())
                .serverSideApply();
        var login = node.admin
                .secrets()
                .inNamespace(RunningNode.BUILDS)
                .withName("image-factory-git")
                .get();
        node.admin
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("image-factory-git")
                        .withNamespace(name)
                        .endMetadata()
                        .withData(login.getData())
                        .build())
                .serverSideApply();
        return name;
    }

    private static Problem problem(Outcome<BuiltImage> outcome) {
        assertThat(outcome).isInstanceOf(Failed.class);
        return ((Failed<BuiltImage>) outcome).problem();
    }
}
