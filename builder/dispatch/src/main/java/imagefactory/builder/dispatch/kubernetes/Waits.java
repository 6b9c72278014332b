package imagefactory.builder.dispatch.kubernetes;

import imagefactory.builder.dispatch.kubernetes.Standing.Over;
import imagefactory.builder.dispatch.kubernetes.Standing.Waiting;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a build that is not over does not go on. Pure. */
final class Waits {
    private static final Pattern QUOTA = Pattern.compile("exceeded quota");

    /** Pod Security, webhooks, policies, limits, a priority class that nobody made: the next one would be refused as well. */
    private static final Pattern REFUSED =
            Pattern.compile("denied|violates PodSecurity|(maximum|minimum) .* usage|no PriorityClass");

    private static final Pattern INVALID = Pattern.compile("is invalid");
    private static final Set<String> ON_ITS_WAY = Set.of("ContainerCreating", "PodInitializing");
    private static final List<String> PULLS =
            List.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable");

    private Waits() {}

    /** @return empty where nothing is known to be wrong */
    static Optional<Standing> of(Observed seen, JobSettings settings) {
        if (seen.isSuspended()) {
            return Optional.of(new Waiting("the build waits for its turn"
                    + settings.queue().map(queue -> " in the queue " + queue).orElse(": its Job is suspended")));
        }
        var newest = seen.newest();
        return newest.isEmpty()
                ? seen.warnings().job().map(warning -> podless(warning, settings))
                : trouble(newest.get(), seen.warnings()).map(why -> new Waiting("the build waits: " + why));
    }

    /** The Job has no pod: its controller could not make one. */
    private static Standing podless(String warning, JobSettings settings) {
        if (isQuota(warning)) {
            return new Waiting(quota(warning, settings));
        }
        return isRefused(warning) || INVALID.matcher(warning).find()
                ? new Over(new Failed<>(refused(warning)), false)
                : new Waiting("the build has no pod: " + warning);
    }

    static boolean isQuota(String warning) {
        return QUOTA.matcher(warning).find();
    }

    static boolean isRefused(String warning) {
        return REFUSED.matcher(warning).find();
    }

    static String quota(String warning, JobSettings settings) {
        return "the build waits for others to end, or for a larger quota of the namespace " + settings.namespace()
                + ": " + warning;
    }

    static Problem refused(String warning) {
        return new Problem(
                Code.BUILD_UNSUPPORTED,
                "The cluster refused the build: " + sentence(warning),
                "Have the policy that it names let build pods in, or choose another kind by factory.builds.kubernetes.pod.");
    }

    /** What keeps a pod from running. */
    static Optional<String> trouble(Pod pod, Observed.Warnings warnings) {
        if (Observed.isRunning(pod)) {
            return unheard(pod);
        }
        return taken(pod)
                .or(() -> unscheduled(pod))
                .or(() -> notStarted(pod))
                .or(() -> Observed.hasBegun(pod) ? Optional.empty() : warnings.pod());
    }

    /** It may go on all the same and end well; so the cluster starts no other one before it knows. */
    private static Optional<String> unheard(Pod pod) {
        var node = pod.getSpec().getNodeName();
        var until = " when the node is back, or on another one once it is gone for good: kubectl delete node " + node;
        return Optional.of(pod)
                .filter(Observed::isUnheard)
                .map(_ -> "nothing is heard of the node " + node + " that it runs on"
                        + Observed.disruption(pod)
                                .map(given -> ", and the cluster gave its pod up (" + given.getReason()
                                        + "); it is begun anew" + until)
                                .orElse("; it goes on" + until));
    }

    private static Optional<String> taken(Pod pod) {
        return Observed.disruption(pod)
                .map(disruption -> "the cluster took its pod from the node "
                        + pod.getSpec().getNodeName() + " (" + disruption.getReason() + ": " + disruption.getMessage()
                        + ") and will start it again");
    }

    private static Optional<String> unscheduled(Pod pod) {
        return Observed.condition(pod, "PodScheduled")
                .filter(condition -> condition.getStatus().equals("False"))
                .map(condition -> "no node takes it (" + condition.getReason() + "): " + condition.getMessage());
    }

    private static Optional<String> notStarted(Pod pod) {
        return Observed.waiting(pod)
                .filter(waiting -> waiting.getReason() != null && !ON_ITS_WAY.contains(waiting.getReason()))
                .map(waiting -> PULLS.contains(waiting.getReason())
                        ? "the image " + image(pod) + " cannot be pulled (" + waiting.getReason() + "): "
                                + waiting.getMessage() + "; see factory.builds.kubernetes.image and its Secret"
                        : "its container cannot be made (" + waiting.getReason() + "): " + waiting.getMessage());
    }

    private static String image(Pod pod) {
        return pod.getSpec().getContainers().getFirst().getImage();
    }

    /** With a full stop. */
    static String sentence(@Nullable String text) {
        var words = text == null || text.isBlank() ? "it did not say why" : text.strip();
        return words.endsWith(".") ? words : words + ".";
    }
}
