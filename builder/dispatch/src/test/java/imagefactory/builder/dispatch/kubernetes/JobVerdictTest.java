package imagefactory.builder.dispatch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.builder.dispatch.Requests;
import imagefactory.builder.dispatch.kubernetes.Observed.Warnings;
import imagefactory.builder.dispatch.kubernetes.Standing.Away;
import imagefactory.builder.dispatch.kubernetes.Standing.Lost;
import imagefactory.builder.dispatch.kubernetes.Standing.Over;
import imagefactory.builder.dispatch.kubernetes.Standing.Running;
import imagefactory.builder.dispatch.kubernetes.Standing.Waiting;
import imagefactory.core.build.BuildRequest;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.build.Pin;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Each way to stand, by what a cluster says of it; the words are those of Kubernetes 1.36. */
class JobVerdictTest {
    private static final BuildRequest PORTAL = Requests.named("portal");
    private static final JobSettings SETTINGS = JobManifestTest.settings(PodVariant.USER_NAMESPACE);
    private static final Job JOB = JobManifest.of(PORTAL, SETTINGS);
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @Test
    void aJobWithoutAPodRuns() {
        assertThat(standing(JOB, List.of())).isEqualTo(new Running());
    }

    @Test
    void aPodThatIsBeingMadeRuns() {
        assertThat(standing(JOB, List.of(waiting("ContainerCreating", "")))).isEqualTo(new Running());
        assertThat(standing(JOB, List.of(running()))).isEqualTo(new Running());
    }

    @Test
    void whatTheBuilderReportsCountsBeforeItsJobHasHeardOfIt() {
        var pod = ended(
                0,
                "Completed",
                report("\"pinned\": \"" + Pin.digest(PORTAL.inputs().pins()) + "\""));

        assertThat(standing(JOB, List.of(pod))).isInstanceOfSatisfying(Over.class, over -> {
            var built = ((Done<BuiltImage>) over.outcome()).value();
            assertThat(built.report().pins()).isEqualTo(PORTAL.inputs().pins());
            assertThat(built.manifest().digest().value()).isEqualTo(DIGEST);
        });
    }

    @Test
    void theDigestOfOtherPinsIsALie() {
        var pod = ended(0, "Completed", report("\"pinned\": \"" + DIGEST + "\""));

        assertThat(problem(standing(JOB, List.of(pod))))
                .isEqualTo(new Problem(
                        Code.BUILDER_LIED,
                        "The builder's report of pod portal-1 cannot be read: its bases are not those that were asked for; its log"
                                + " names them.",
                        "Check that the configured builder program is the one of this release."));
    }

    @Test
    void aBuildThatTookTooMuchMemoryIsNotTriedAgain() {
        assertThat(problem(standing(JOB, List.of(ended(137, "OOMKilled", "")))))
                .isEqualTo(new Problem(
                        Code.BUILD_KILLED,
                        "The build took more than the 2Gi of memory that it is given, and was killed.",
                        "Have it do less at a time, or raise factory.builds.kubernetes.memory."));
    }

    @Test
    void aStepThatWasKilledForItsMemoryIsToldAsThat() {
        var pod = ended(1, "OOMKilled", failed("build-failed", "buildah ended with exit code 137."));

        assertThat(problem(standing(JOB, List.of(pod))).code()).isEqualTo(Code.BUILD_KILLED);
    }

    @Test
    void aBuildThatDidItsWorkInSpiteOfThatIsDone() {
        var pod = ended(0, "OOMKilled", report("\"pins\": []"));

        assertThat(standing(JOB, List.of(pod)))
                .isInstanceOfSatisfying(
                        Over.class, over -> assertThat(over.outcome()).isInstanceOf(Done.class));
    }

    @Test
    void aBuildThatTookTooMuchRoomIsNotTriedAgain() {
        var pod = killed("Evicted", "Usage of EmptyDir volume \"scratch\" exceeds the limit \"10Gi\". ");

        assertThat(problem(standing(JOB, List.of(pod))))
                .isEqualTo(new Problem(
                        Code.BUILD_KILLED,
                        "The build took more room on disk than it is given, and was ended: Usage of EmptyDir volume \"scratch\""
                                + " exceeds the limit \"10Gi\".",
                        "Have it write less, or raise factory.builds.kubernetes.storage."));
    }

    @Test
    void aPodThatANodeHadNoRoomForIsStartedAgain() {
        var pod = disrupted(killed("Evicted", "The node was low on resource: memory."), "TerminationByKubelet");

        assertThat(standing(JOB, List.of(pod)))
                .isEqualTo(new Waiting(
                        "the build waits: the cluster took its pod from the node node-1 (TerminationByKubelet: gone) and will"
                                + " start it again"));
        assertThat(standing(JOB, List.of(running(), pod))).isEqualTo(new Running());
    }

    /** As the node lifecycle controller leaves it: unready, and its container is not. */
    @Test
    void aPodWhoseNodeSaysNoMoreIsWaitedFor() {
        var pod = new PodBuilder(running())
                .editStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("False")
                .endCondition()
                .addNewCondition()
                .withType("ContainersReady")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();

        assertThat(standing(JOB, List.of(pod)))
                .isEqualTo(
                        new Waiting(
                                "the build waits: nothing is heard of the node node-1 that it runs on; it goes on when"
                                        + " the node is back, or on another one once it is gone for good: kubectl delete node node-1"));
        assertThat(standing(JOB, List.of(disrupted(pod, "DeletionByTaintManager"))))
                .isEqualTo(new Waiting(
                        "the build waits: nothing is heard of the node node-1 that it runs on, and the cluster gave"
                                + " its pod up (DeletionByTaintManager); it is begun anew when the node is back, or on"
                                + " another one once it is gone for good: kubectl delete node node-1"));
    }

    @Test
    void whatABuilderSaysThatWasToldToEndDoesNotCount() {
        var pod = disrupted(
                ended(143, "Error", failed("cancelled", "The build was ended by a signal.")), "PreemptionByScheduler");

        assertThat(standing(JOB, List.of(pod))).isInstanceOf(Waiting.class);
    }

    @Test
    void aBuildThatTookTooLongIsNotTriedAgain() {
        assertThat(problem(standing(JOB, List.of(killed("DeadlineExceeded", "…")))))
                .isEqualTo(new Problem(
                        Code.BUILD_TIMED_OUT,
                        "The build took longer than 1800 s and was ended.",
                        "Make it shorter, or raise factory.builds.limit."));
    }

    @Test
    void aBuildThatCouldNotBeginInTimeSaysWhy() {
        var pod = new PodBuilder(waiting("ImagePullBackOff", "not found"))
                .editStatus()
                .withPhase("Failed")
                .withReason("DeadlineExceeded")
                .endStatus()
                .build();

        assertThat(problem(standing(JOB, List.of(pod))).text())
                .isEqualTo("The build could not begin within 1800 s on the node that it was given: the image"
                        + " localhost/image-factory/builder:1 cannot be pulled (ImagePullBackOff): not found; see"
                        + " factory.builds.kubernetes.image and its Secret.");
    }

    @Test
    void aBuilderThatReachedNothingIsBegunAnew() {
        assertThat(standing(JOB, List.of(ended(3, "Error", failed("not-reachable", "No registry.")))))
                .isEqualTo(new Away(new Problem(Code.NOT_REACHABLE, "No registry.", "Mend it.")));
        assertThat(standing(JOB, List.of(ended(3, "Error", "")))).isInstanceOf(Away.class);
    }

    @Test
    void aBuilderThatLeftNoReportIsNotOfThisRelease() {
        assertThat(problem(standing(JOB, List.of(ended(2, "Error", "")))))
                .isEqualTo(new Problem(
                        Code.FACTORY_FAULT,
                        "The builder ended with exit code 2 and left no report.",
                        "Check factory.builds.kubernetes.image: it has to be the builder of this release."));
        assertThat(problem(standing(JOB, List.of(ended(128, "StartError", "exec: \"java\": not found"))))
                        .text())
                .isEqualTo("The builder could not be started: exec: \"java\": not found.");
    }

    @Test
    void aBuilderThatWentAwayIsLeftToItsJob() {
        assertThat(standing(JOB, List.of(ended(137, "Error", "")))).isEqualTo(new Running());
    }

    @Test
    void aBuilderThatKeptGoingAwayIsGivenUp() {
        var job = over("Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit");

        assertThat(problem(standing(job, List.of(ended(137, "Error", "")))))
                .isEqualTo(new Problem(
                        Code.BUILD_KILLED,
                        "The builder went away without a result, 3 times or for good; the last time with exit code 137: Job has"
                                + " reached the specified backoff limit.",
                        "Look at the nodes and at who deletes pods of the namespace image-factory-builds."));
    }

    @Test
    void aBuildThatFoundNoPlaceInADayIsGivenUp() {
        var job = over("Failed", "DeadlineExceeded", "Job was active longer than specified deadline");

        assertThat(problem(standing(job, List.of())))
                .isEqualTo(new Problem(
                        Code.BUILD_TIMED_OUT,
                        "The build waited 24 h for a place to run, and was given up.",
                        "See what the namespace image-factory-builds may use and what its nodes have to give, and ask for a"
                                + " rebuild."));
    }

    @Test
    void aResultThatWentWithItsPodIsLost() {
        assertThat(standing(over("Complete", "CompletionsReached", ""), List.of()))
                .isEqualTo(new Lost());
    }

    @Test
    void aPodThatNoNodeTakesSaysWhatIsMissing() {
        var pod = pod(status -> status.withPhase("Pending")
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage("0/1 nodes are available: 1 Insufficient memory.")
                .endCondition());

        assertThat(standing(JOB, List.of(pod)))
                .isEqualTo(
                        new Waiting(
                                "the build waits: no node takes it (Unschedulable): 0/1 nodes are available: 1 Insufficient memory."));
    }

    @Test
    void anImageThatCannotBePulledIsNamed() {
        assertThat(standing(JOB, List.of(waiting("ErrImagePull", "not found"))))
                .isEqualTo(new Waiting(
                        "the build waits: the image localhost/image-factory/builder:1 cannot be pulled (ErrImagePull): not found;"
                                + " see factory.builds.kubernetes.image and its Secret"));
    }

    @Test
    void aContainerThatCannotBeMadeSaysWhy() {
        assertThat(standing(JOB, List.of(waiting("CreateContainerConfigError", "secret \"git\" not found"))))
                .isEqualTo(new Waiting("the build waits: its container cannot be made (CreateContainerConfigError):"
                        + " secret \"git\" not found"));
    }

    @Test
    void aPodThatItsNodeCannotPrepareSaysWhy() {
        var warnings = new Warnings(Optional.empty(), Optional.of("FailedMount: secret \"git\" not found"));

        assertThat(standing(JOB, List.of(waiting("ContainerCreating", "")), warnings))
                .isEqualTo(new Waiting("the build waits: FailedMount: secret \"git\" not found"));
        assertThat(standing(JOB, List.of(running()), warnings)).isEqualTo(new Running());
    }

    @Test
    void aQuotaThatIsUsedUpIsWaitedFor() {
        var warning =
                "FailedCreate: Error creating: pods \"x\" is forbidden: exceeded quota: builds, requested: pods=1,"
                        + " used: pods=9, limited: pods=9";

        assertThat(standing(JOB, List.of(), new Warnings(Optional.of(warning), Optional.empty())))
                .isEqualTo(new Waiting("the build waits for others to end, or for a larger quota of the namespace"
                        + " image-factory-builds: " + warning));
    }

    @Test
    void aPolicyThatRefusesItIsNamed() {
        var warning =
                "FailedCreate: Error creating: pods \"x\" is forbidden: violates PodSecurity \"baseline:latest\": seccompProfile";

        assertThat(problem(standing(JOB, List.of(), new Warnings(Optional.of(warning), Optional.empty()))))
                .isEqualTo(new Problem(
                        Code.BUILD_UNSUPPORTED,
                        "The cluster refused the build: " + warning + ".",
                        "Have the policy that it names let build pods in, or choose another kind by"
                                + " factory.builds.kubernetes.pod."));
    }

    @Test
    void aJobThatKueueHoldsBackWaitsForItsTurn() {
        var job = new JobBuilder(JOB).editSpec().withSuspend(true).endSpec().build();

        assertThat(standing(job, List.of()))
                .isEqualTo(new Waiting("the build waits for its turn: its Job is suspended"));
    }

    private static Standing standing(Job job, List<Pod> pods) {
        return standing(job, pods, Warnings.NONE);
    }

    private static Standing standing(Job job, List<Pod> pods, Warnings warnings) {
        return JobVerdict.on(PORTAL, SETTINGS, new Observed(job, pods, warnings));
    }

    private static Problem problem(Standing standing) {
        return ((Failed<BuiltImage>) ((Over) standing).outcome()).problem();
    }

    private static Pod pod(UnaryOperator<PodStatusBuilder> status) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("portal-1")
                .endMetadata()
                .withSpec(JOB.getSpec().getTemplate().getSpec())
                .editSpec()
                .withNodeName("node-1")
                .endSpec()
                .withStatus(status.apply(new PodStatusBuilder()).build())
                .build();
    }

    private static Pod running() {
        var state = new ContainerStateBuilder().withNewRunning().endRunning().build();
        return pod(status -> Played.container(status.withPhase("Running"), state));
    }

    private static Pod waiting(String reason, String message) {
        ContainerState state =
                new ContainerStateBuilder().withNewWaiting(message, reason).build();
        return pod(status -> Played.container(status.withPhase("Pending"), state));
    }

    private static Pod ended(int code, String reason, String message) {
        return pod(status -> Played.container(
                status.withPhase(code == 0 ? "Succeeded" : "Failed"), Played.terminated(code, reason, message)));
    }

    private static Pod killed(String reason, String message) {
        return pod(status -> Played.container(
                status.withPhase("Failed").withReason(reason).withMessage(message),
                Played.terminated(137, "Error", "")));
    }

    private static Pod disrupted(Pod pod, String reason) {
        return new PodBuilder(pod)
                .editStatus()
                .addNewCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .withReason(reason)
                .withMessage("gone")
                .endCondition()
                .endStatus()
                .build();
    }

    private static Job over(String type, String reason, String message) {
        return new JobBuilder(JOB)
                .withNewStatus()
                .addNewCondition()
                .withType(type)
                .withStatus("True")
                .withReason(reason)
                .withMessage(message)
                .endCondition()
                .endStatus()
                .build();
    }

    private static String report(String pins) {
        return """
                {"outcome": "built", "context": "%s", "backend": "buildah 1.39.3", "millis": 1234, %s,
                 "manifest": {"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "%s", "size": 432}}
                """.formatted(Requests.CONTEXT, pins, DIGEST);
    }

    private static String failed(String code, String text) {
        return """
                {"outcome": "failed", "problem": {"code": "%s", "text": "%s", "advice": "Mend it."}}
                """.formatted(code, text);
    }
}
