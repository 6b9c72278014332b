package imagefactory.builder.dispatch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import imagefactory.builder.dispatch.Requests;
import imagefactory.core.build.BuildExecutor;
import imagefactory.core.build.BuildRequest;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Unavailable;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Kubernetes does to builds, on a real API server; what its controllers and nodes write is written by the tests. */
class JobExecutorTest {
    private static final BuildRequest PORTAL = Requests.named("portal");

    @TempDir
    Path folder;

    private Premises premises;
    private Played played;

    @BeforeEach
    void open() throws Exception {
        premises = new Premises();
        played = premises.played;
    }

    @AfterEach
    void close() {
        premises.close();
    }

    @Test
    void replicasThatRaceMakeOneJob() throws Exception {
        var one = premises.factory();
        var other = premises.factory();
        Callable<Outcome<BuiltImage>> asking = () -> one.advance(PORTAL);
        Callable<Outcome<BuiltImage>> racing = () -> other.advance(PORTAL);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 4; round++) {
                for (var asked : threads.invokeAll(Collections.nCopies(8, round % 2 == 0 ? asking : racing))) {
                    assertThat(asked.get()).isInstanceOf(Pending.class);
                }
            }
        }

        assertThat(played.jobs()).hasSize(1);
    }

    @Test
    void theDefaultPodIsLetInByTheBaselineLevel() throws Exception {
        var executor = premises.factory();
        executor.advance(PORTAL);

        assertThat(played.pod(job(), 1).getSpec().getHostUsers()).isFalse();
    }

    @Test
    void endIsHintedAtAndItsResultIsThere() throws Exception {
        var executor = premises.factory();
        executor.advance(PORTAL);
        var pod = played.running(played.pod(job(), 1));
        premises.node.logOf(pod.getMetadata().getName(), Files.writeString(folder.resolve("log"), "STEP 1\nSTEP 2\n"));
        await().atMost(Premises.SOON).until(() -> executor.log(PORTAL.id()).isPresent());
        assertThat(executor.log(PORTAL.id())).contains("STEP 1\nSTEP 2\n");
        assertThat(premises.hints).hasValue(0);

        played.ended(pod, 0, "Completed", Played.REPORT);

        await().atMost(Premises.SOON).untilAtomic(premises.hints, org.hamcrest.Matchers.greaterThan(0));
        assertThat(end(executor)).isInstanceOf(Done.class);
        executor.forget(PORTAL.id());
        assertThat(played.jobs()).isEmpty();
        assertThat(executor.log(PORTAL.id())).isEmpty();
    }

    @Test
    void jobThatEndedWhileNoFactoryRanIsFound() throws Exception {
        premises.factory().advance(PORTAL);
        played.ended(played.pod(job(), 1), 0, "Completed", Played.REPORT);
        played.complete(job());

        assertThat(end(premises.factory())).isInstanceOf(Done.class);
        assertThat(played.jobs()).hasSize(1);
    }

    @Test
    void jobWhoseResultIsGoneIsMadeAnew() throws Exception {
        var executor = premises.factory();
        executor.advance(PORTAL);
        var first = job().getMetadata().getUid();
        played.complete(job());

        await().atMost(Premises.SOON).until(() -> {
            executor.advance(PORTAL);
            return played.jobs().stream()
                    .noneMatch(job -> job.getMetadata().getUid().equals(first));
        });
    }

    @Test
    void jobThatSomebodyDeletedIsMadeAnew() throws Exception {
        var executor = premises.factory();
        executor.advance(PORTAL);
        var first = job().getMetadata().getUid();
        await().atMost(Premises.SOON).until(() -> {
            executor.cancel(Requests.named("another").id());
            return executor.advance(PORTAL) instanceof Pending;
        });

        premises.admin.resource(job()).delete();
        await().atMost(Premises.SOON).until(() -> {
            executor.advance(PORTAL);
            return !played.jobs().isEmpty();
        });

        assertThat(job().getMetadata().getUid()).isNotEqualTo(first);
    }

    @Test
    void jobThatAnotherReplicaMadeAnewIsNotTakenForTheOldOne() throws Exception {
        var late = premises.factory();
        late.advance(PORTAL);
        played.ended(played.pod(job(), 1), 0, "Completed", Played.REPORT);
        assertThat(end(late)).isInstanceOf(Done.class);
        var executor = premises.factory();

        executor.forget(PORTAL.id());
        executor.advance(PORTAL);
        var anew = job().getMetadata().getUid();
        late.forget(PORTAL.id());

        assertThat(job().getMetadata().getUid()).isEqualTo(anew);
    }

    @Test
    void replicasThatClearTheSameJobAwayAreBothContent() throws Exception {
        var factories = List.of(premises.factory(), premises.factory());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 10; round++) {
                factories.getFirst().advance(PORTAL);
                played.ended(played.pod(job(), 1), 0, "Completed", Played.REPORT);
                for (var each : factories) {
                    assertThat(end(each)).isInstanceOf(Done.class);
                }

                for (var forgot : threads.invokeAll(factories.stream()
                        .map(each -> Executors.callable(() -> forget(each)))
                        .toList())) {
                    forgot.get();
                }
            }
        }

        assertThat(played.jobs()).isEmpty();
    }

    private static void forget(BuildExecutor executor) {
        try {
            executor.forget(PORTAL.id());
        } catch (Unavailable e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void cancelledRightAfterItWasMadeItIsGone() throws Exception {
        var executor = premises.factory();

        executor.advance(PORTAL);
        executor.cancel(PORTAL.id());

        assertThat(played.jobs()).isEmpty();
    }

    @Test
    void podThatTheClusterTookIsWaitedForAndItsSuccessorCounts() throws Exception {
        var executor = premises.factory();
        executor.advance(PORTAL);
        var first = played.running(played.pod(job(), 1));
        played.condition(
                first,
                new PodConditionBuilder()
                        .withType("DisruptionTarget")
                        .withStatus("True")
                        .withReason("DeletionByTaintManager")
                        .withMessage("Taint manager: deleting due to NoExecute taint")
                        .build());
        played.killed(first, "NodeLost", "");

        waits(executor, "the cluster took its pod from the node " + premises.node.name() + " (DeletionByTaintManager");
        played.ended(played.running(played.pod(job(), 2)), 0, "Completed", Played.REPORT);

        assertThat(end(executor)).isInstanceOf(Done.class);
    }

    @Test
    void whatIsWrongWithAPodIsToldAndItGoesOnOnceMended() throws Exception {
        var executor = premises.factory();
        executor.advance(PORTAL);
        var pod = played.waiting(played.pod(job(), 1), "ImagePullBackOff", "no such host");
        waits(
                executor,
                "the image localhost/image-factory/builder:1 cannot be pulled (ImagePullBackOff): no such host");

        played.waiting(pod, "ContainerCreating", "");
        played.warning(pod, "FailedMount", "secret \"git\" not found");
        waits(executor, "the build waits: FailedMount: secret \"git\" not found");

        played.ended(played.running(pod), 0, "Completed", Played.REPORT);
        assertThat(end(executor)).isInstanceOf(Done.class);
    }

    @Test
    void failureIsShownWithItsLogAndWithoutItWhereTheNodeIsGone() throws Exception {
        var executor = premises.factory();
        executor.advance(PORTAL);
        var pod = played.pod(job(), 1);
        premises.node.logOf(pod.getMetadata().getName(), Files.writeString(folder.resolve("log"), "boom\n"));
        played.ended(played.running(pod), 137, "OOMKilled", "");

        assertThat(problem(end(executor)).text())
                .isEqualTo(
                        "The build took more than the 2Gi of memory that it is given, and was killed. Its last lines:\nboom");

        premises.node.vanish();
        assertThat(problem(executor.advance(PORTAL)).text())
                .contains("The log of the pod " + pod.getMetadata().getName() + " could not be read from its node");
    }

    @Test
    void podSecurityThatRefusesIsAProblem() throws Exception {
        var executor = premises.factory(premises.settings(PodVariant.SYS_ADMIN));
        await().atMost(Premises.SOON)
                .ignoreExceptionsInstanceOf(Unavailable.class)
                .until(() -> executor.advance(PORTAL) instanceof Pending);
        assertThatThrownBy(() -> played.pod(job(), 1))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> played.warning(
                                job(),
                                "FailedCreate",
                                "Error creating: " + refused.getStatus().getMessage()));

        var problem = problem(end(executor));

        assertThat(problem.code()).isEqualTo(Code.BUILD_UNSUPPORTED);
        assertThat(problem.text())
                .contains("violates PodSecurity \"baseline:latest\"")
                .contains("SYS_ADMIN");
    }

    @Test
    void policyThatRefusesTheJobIsNamed() throws Exception {
        premises.admin
                .load(getClass().getResourceAsStream("/jobs/refusing-policy.yaml"))
                .create();
        premises.admin
                .resource(new io.fabric8.kubernetes.api.model.NamespaceBuilder()
                        .withNewMetadata()
                        .withName(played.namespace() + "-refused")
                        .addToLabels("refuse", "jobs")
                        .endMetadata()
                        .build())
                .create();
        var executor = premises.factory(Premises.settings(played.namespace() + "-refused", PodVariant.USER_NAMESPACE));
        try {
            var refused = await().atMost(Premises.SOON)
                    .ignoreExceptionsInstanceOf(Unavailable.class)
                    .until(
                            () -> {
                                executor.cancel(PORTAL.id());
                                return executor.advance(PORTAL);
                            },
                            Failed.class::isInstance);

            assertThat(problem(refused).code()).isEqualTo(Code.BUILD_UNSUPPORTED);
            assertThat(problem(refused).text()).contains("ValidatingAdmissionPolicy 'no-builds'");
        } finally {
            premises.admin
                    .load(getClass().getResourceAsStream("/jobs/refusing-policy.yaml"))
                    .delete();
        }
    }

    @Test
    void quotaThatIsUsedUpIsWaitedFor() throws Exception {
        var executor = premises.factory();
        var quota = quota("0");

        waits(executor, "exceeded quota: builds");
        assertThat(played.jobs()).isEmpty();
        premises.admin.resource(quota).delete();

        await().atMost(Premises.SOON)
                .ignoreExceptionsInstanceOf(Unavailable.class)
                .until(() -> executor.advance(PORTAL) instanceof Pending);
    }

    /** As the quota's controller has it. */
    private ResourceQuota quota(String jobs) {
        var hard = Map.of("count/jobs.batch", new Quantity(jobs));
        var quota = premises.admin
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("builds")
                        .withNamespace(played.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .withHard(hard)
                        .endSpec()
                        .build())
                .create();
        return premises.admin
                .resource(quota)
                .editStatus(now -> new ResourceQuotaBuilder(now)
                        .withNewStatus()
                        .withHard(hard)
                        .withUsed(Map.of("count/jobs.batch", new Quantity("0")))
                        .endStatus()
                        .build());
    }

    @Test
    void namespaceThatIsNotThereIsWaitedFor() {
        var executor = premises.factory(Premises.settings("nowhere", PodVariant.USER_NAMESPACE));

        waits(
                executor,
                "making the build's Job in the namespace nowhere at "
                        + TestCluster.server().url()
                        + " failed: namespaces \"nowhere\" not found; make the namespace, or correct"
                        + " factory.builds.kubernetes.namespace");
    }

    @Test
    void namespaceThatIsEndingIsWaitedForAndNothingOfItIsLost() throws Exception {
        var executor = premises.factory();
        executor.advance(PORTAL);
        var pod = played.running(played.pod(job(), 1));
        premises.admin.namespaces().withName(played.namespace()).delete();
        var other = Requests.named("other");

        waits(
                executor,
                other,
                "unable to create new content in namespace " + played.namespace() + " because it is being terminated;"
                        + " make it again once it is gone, or name another in factory.builds.kubernetes.namespace");
        assertThat(executor.advance(PORTAL)).isInstanceOf(Pending.class);
        played.ended(pod, 0, "Completed", Played.REPORT);
        assertThat(end(executor)).isInstanceOf(Done.class);

        played.goesAndIsMadeAgain();
        await().atMost(Premises.SOON)
                .ignoreExceptionsInstanceOf(Unavailable.class)
                .until(() -> executor.advance(other) instanceof Pending
                        && played.jobs().size() == 1);
    }

    @Test
    void factoryWithoutRightsSaysWhichItLacks() {
        var executor = premises.factory(
                premises.settings(PodVariant.USER_NAMESPACE),
                new KubernetesClientBuilder().withConfig(TestCluster.nobody()).build());

        waits(executor, "User \"nobody\" cannot list resource");
    }

    @Test
    void longNamesAreTaken() throws Exception {
        var executor = premises.factory();
        var request = Requests.pushedTo(PORTAL, "127.0.0.1:5000/" + "x".repeat(120) + "/" + "y".repeat(110));

        assertThat(executor.advance(request)).isInstanceOf(Pending.class);
        assertThat(job().getMetadata().getName()).hasSize(63);
        played.ended(played.pod(job(), 1), 0, "Completed", Played.REPORT);

        assertThat(end(executor, request)).isInstanceOf(Done.class);
    }

    @Test
    void jobThatIsBeingDeletedIsWaitedFor() throws Exception {
        var executor = premises.factory();
        executor.advance(PORTAL);
        premises.admin.resource(job()).edit(job -> {
            job.getMetadata().setFinalizers(java.util.List.of("test/held"));
            return job;
        });
        premises.admin.resource(job()).delete();
        await().atMost(Premises.SOON).until(() -> executor.advance(PORTAL) instanceof Pending);
        assertThat(played.jobs()).hasSize(1);

        premises.admin.resource(job()).edit(job -> {
            job.getMetadata().setFinalizers(List.of());
            return job;
        });

        await().atMost(Premises.SOON).until(() -> {
            executor.advance(PORTAL);
            return played.jobs().stream().anyMatch(job -> job.getMetadata().getDeletionTimestamp() == null);
        });
    }

    private Job job() {
        assertThat(played.jobs()).hasSize(1);
        return played.jobs().getFirst();
    }

    private static void waits(BuildExecutor executor, String why) {
        waits(executor, PORTAL, why);
    }

    private static void waits(BuildExecutor executor, BuildRequest request, String why) {
        await().atMost(Premises.SOON)
                .untilAsserted(() -> assertThatThrownBy(() -> executor.advance(request))
                        .isInstanceOf(Unavailable.class)
                        .hasMessageContaining(why));
    }

    private static Problem problem(Outcome<BuiltImage> outcome) {
        return ((Failed<BuiltImage>) outcome).problem();
    }

    private static Outcome<BuiltImage> end(BuildExecutor executor) {
        return end(executor, PORTAL);
    }

    private static Outcome<BuiltImage> end(BuildExecutor executor, BuildRequest request) {
        return await().atMost(Premises.SOON)
                .until(() -> executor.advance(request), outcome -> !(outcome instanceof Pending));
    }
}
