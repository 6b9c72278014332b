package imagefactory.builder.dispatch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The words are those of an API server 1.36. */
class RefusalTest {
    private static final Refusal REFUSAL =
            new Refusal("https://api/", JobManifestTest.settings(PodVariant.USER_NAMESPACE));

    @Test
    void aJobThatIsThereIsNoRefusalButAConflictIs() {
        var there = refused(409, "AlreadyExists", "jobs.batch \"portal\" already exists");
        var conflict = refused(
                409,
                "Conflict",
                "Operation cannot be fulfilled on resourcequotas \"builds\": the object has been modified");

        assertThat(Refusal.isThereAlready(there)).isTrue();
        assertThat(Refusal.isThereAlready(conflict)).isFalse();
        assertThat(REFUSAL.problem(conflict)).isEmpty();
    }

    @Test
    void aJobThatIsGoneNeedsNoDeletionButAMissingNamespaceDoes() {
        assertThat(Refusal.isGone(refused(404, "NotFound", "jobs.batch \"portal\" not found")))
                .isTrue();
        assertThat(Refusal.isGone(refused(404, "NotFound", "namespaces \"builds\" not found")))
                .isFalse();
    }

    @Test
    void anApiServerThatIsTooBusySaysHowLongToLeaveItAlone() {
        var busy = new KubernetesClientException(new StatusBuilder()
                .withCode(429)
                .withMessage("Too many requests, please try again later.")
                .withNewDetails()
                .withRetryAfterSeconds(7)
                .endDetails()
                .build());

        assertThat(REFUSAL.problem(busy)).isEmpty();
        assertThat(REFUSAL.away("making the build's Job", busy))
                .hasMessage(
                        "making the build's Job in the namespace image-factory-builds at https://api/ failed: Too many"
                                + " requests, please try again later.")
                .satisfies(away -> assertThat(away.after()).contains(Duration.ofSeconds(7)));
    }

    @Test
    void anApiServerThatIsAwayIsNamed() {
        var away = new KubernetesClientException("Operation: [create]  failed.", new IOException("Connection refused"));

        assertThat(REFUSAL.problem(away)).isEmpty();
        assertThat(REFUSAL.away("making the build's Job", away))
                .hasMessage("making the build's Job in the namespace image-factory-builds at https://api/ failed:"
                        + " Connection refused");
    }

    @Test
    void aWebhookThatRefusesIsNamed() {
        var refused = refused(
                403,
                "Forbidden",
                "admission webhook \"validate.policies.test\" denied the request: no builds on Fridays");

        assertThat(REFUSAL.problem(refused))
                .contains(
                        new Problem(
                                Code.BUILD_UNSUPPORTED,
                                "The cluster refused the build: admission webhook \"validate.policies.test\" denied the request: no builds"
                                        + " on Fridays.",
                                "Have the policy that it names let build pods in, or choose another kind by factory.builds.kubernetes.pod."));
    }

    @Test
    void aRightThatIsMissingIsWaitedFor() {
        var refused = refused(
                403,
                "Forbidden",
                "jobs.batch is forbidden: User \"x\" cannot create resource \"jobs\" in API group \"batch\"");

        assertThat(REFUSAL.problem(refused)).isEmpty();
        assertThat(REFUSAL.away("making the build's Job", refused))
                .hasMessageEndingWith("; give the factory's service account the role in deploy/kubernetes");
    }

    @Test
    void aNamespaceThatIsEndingIsWaitedFor() {
        var refused = new KubernetesClientException(new StatusBuilder()
                .withCode(403)
                .withReason("Forbidden")
                .withMessage(
                        "jobs.batch \"x\" is forbidden: unable to create new content in namespace builds because it is"
                                + " being terminated")
                .withNewDetails()
                .addNewCause("metadata.namespace", "namespace builds is being terminated", "NamespaceTerminating")
                .endDetails()
                .build());

        assertThat(REFUSAL.problem(refused)).isEmpty();
        assertThat(REFUSAL.away("making the build's Job", refused))
                .hasMessageEndingWith("is being terminated; make it again once it is gone, or name another in"
                        + " factory.builds.kubernetes.namespace");
    }

    @Test
    void aJobThatIsNotTakenSaysWhatToCorrect() {
        var refused = refused(422, "Invalid", "Job.batch \"x\" is invalid: spec.template.spec.priorityClassName");

        assertThat(REFUSAL.problem(refused))
                .contains(
                        new Problem(
                                Code.BAD_REQUEST,
                                "The API server https://api/ does not take the build's Job: Job.batch \"x\" is invalid:"
                                        + " spec.template.spec.priorityClassName.",
                                "Correct what it names in factory.builds.kubernetes, or the build's arguments in the catalog."));
    }

    private static KubernetesClientException refused(int code, String reason, String message) {
        return new KubernetesClientException(new StatusBuilder()
                .withCode(code)
                .withReason(reason)
                .withMessage(message)
                .build());
    }
}
