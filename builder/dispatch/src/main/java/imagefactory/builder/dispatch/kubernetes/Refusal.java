package imagefactory.builder.dispatch.kubernetes;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Unavailable;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What it means that an API server did not do what was asked.
 *
 * @param server for people
 */
record Refusal(String server, JobSettings settings) {
    private static final int BAD = 400;
    private static final int NOT_ALLOWED = 403;
    private static final int MISSING = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_LARGE = 413;
    private static final int INVALID = 422;

    /** Another replica was quicker, or an earlier call was heard although its answer was not: both are as good. */
    static boolean isThereAlready(KubernetesClientException e) {
        return e.getCode() == CONFLICT
                && Optional.ofNullable(e.getStatus())
                        .map(Status::getReason)
                        .filter("AlreadyExists"::equals)
                        .isPresent();
    }

    /** The Job that was to be deleted is gone: nothing, or something else, bears its name. */
    static boolean isGone(KubernetesClientException e) {
        return switch (e.getCode()) {
            case MISSING -> said(e).startsWith("jobs.batch ");
            case CONFLICT -> said(e).contains("Precondition failed: UID");
            default -> false;
        };
    }

    /** @return what no later call would change; empty where the build has to wait */
    Optional<Problem> problem(KubernetesClientException e) {
        var said = said(e);
        return switch (e.getCode()) {
            case BAD, NOT_ALLOWED, INVALID ->
                Waits.isRefused(said)
                        ? Optional.of(Waits.refused(said))
                        : Optional.of(notTaken(said)).filter(_ -> e.getCode() == INVALID);
            case TOO_LARGE -> Optional.of(notTaken(said));
            default -> Optional.empty();
        };
    }

    private Problem notTaken(String said) {
        return new Problem(
                Code.BAD_REQUEST,
                "The API server " + server + " does not take the build's Job: " + Waits.sentence(said),
                "Correct what it names in factory.builds.kubernetes, or the build's arguments in the catalog.");
    }

    Unavailable away(String what, KubernetesClientException e) {
        var said = said(e);
        var text = what + " in the namespace " + settings.namespace() + " at " + server + " failed: " + said
                + advice(e, said);
        var after = Optional.ofNullable(e.getStatus())
                .map(Status::getDetails)
                .map(StatusDetails::getRetryAfterSeconds)
                .filter(seconds -> seconds > 0);
        return after.isPresent() ? new Unavailable(text, Duration.ofSeconds(after.get())) : new Unavailable(text, e);
    }

    private String advice(KubernetesClientException e, String said) {
        if (e.getCode() == MISSING) {
            return "; make the namespace, or correct factory.builds.kubernetes.namespace";
        }
        if (isEnding(e)) {
            return "; make it again once it is gone, or name another in factory.builds.kubernetes.namespace";
        }
        if (e.getCode() == NOT_ALLOWED && isRight(said)) {
            return "; give the factory's service account the role in deploy/kubernetes";
        }
        return Waits.isQuota(said) ? "; it goes on when others end" : "";
    }

    /** The namespace was deleted and is not gone yet. */
    private static boolean isEnding(KubernetesClientException e) {
        return Optional.ofNullable(e.getStatus()).map(Status::getDetails).map(StatusDetails::getCauses).stream()
                .flatMap(List::stream)
                .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
    }

    /** Of ours, not of what was to be made. */
    private static boolean isRight(String said) {
        return said.contains("cannot create resource") || said.contains("cannot delete resource");
    }

    static String said(KubernetesClientException e) {
        return Optional.ofNullable(e.getStatus())
                .map(Status::getMessage)
                .orElseGet(() -> String.valueOf(
                        Optional.ofNullable(e.getCause()).orElse(e).getMessage()));
    }
}
