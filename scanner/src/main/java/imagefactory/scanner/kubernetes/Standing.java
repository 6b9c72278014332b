package imagefactory.scanner.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a pod stands, from its status alone. Pure. */
sealed interface Standing {
    /** Why a pod broke off. */
    enum Why {
        /** A container ended with this exit code; what it wrote last is said. */
        EXIT,
        OUT_OF_MEMORY,
        OUT_OF_SPACE,
        TOO_LATE,
        /** By the node, or by somebody; not by what was scanned. */
        KILLED
    }

    /** None of its containers has begun yet. */
    record Awaited() implements Standing {}

    /** On its way, or about to be replaced by another one. */
    record Underway() implements Standing {}

    /** It will not begin, or not end, by itself unless something changes. */
    record Stuck(String reason) implements Standing {}

    /** All containers are through. */
    record Ended() implements Standing {}

    /**
     * Over before it was through.
     *
     * @param container empty where it was not one of them
     */
    record Broken(Why why, Optional<String> container, String said) implements Standing {}

    Set<String> IMAGE = Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull");
    Set<String> CONFIGURATION = Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");
    Set<Integer> BY_SIGNAL = Set.of(137, 143);

    static Standing of(Pod pod) {
        var status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
        return switch (Objects.requireNonNullElse(status.getPhase(), "Pending")) {
            case "Succeeded" -> new Ended();
            case "Failed" -> failed(status);
            default -> waiting(status);
        };
    }

    private static Standing failed(PodStatus status) {
        if (is(status, "DisruptionTarget", "True")) {
            return new Underway();
        }
        var said = text(status.getMessage());
        return switch (text(status.getReason())) {
            case "DeadlineExceeded" -> new Broken(Why.TOO_LATE, Optional.empty(), said);
            case "Evicted" -> new Broken(Why.OUT_OF_SPACE, Optional.empty(), said);
            case String reason ->
                containers(status)
                        .flatMap(Standing::broken)
                        .findFirst()
                        .orElseGet(() -> new Broken(Why.KILLED, Optional.empty(), (reason + " " + said).strip()));
        };
    }

    private static Stream<Broken> broken(ContainerStatus container) {
        return Stream.ofNullable(container.getState())
                .map(ContainerState::getTerminated)
                .filter(Objects::nonNull)
                .filter(end -> end.getExitCode() == null || end.getExitCode() != 0)
                .map(end -> new Broken(why(end), Optional.of(container.getName()), said(end)));
    }

    private static Why why(ContainerStateTerminated end) {
        if ("OOMKilled".equals(end.getReason())) {
            return Why.OUT_OF_MEMORY;
        }
        return end.getExitCode() == null || BY_SIGNAL.contains(end.getExitCode()) ? Why.KILLED : Why.EXIT;
    }

    private static String said(ContainerStateTerminated end) {
        return end.getMessage() == null || end.getMessage().isBlank()
                ? text(end.getReason()) + ", exit " + end.getExitCode()
                : end.getMessage();
    }

    private static Standing waiting(PodStatus status) {
        var unscheduled = status.getConditions().stream()
                .filter(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("False"))
                .findFirst();
        if (unscheduled.isPresent()) {
            return new Stuck("no node takes it: " + text(unscheduled.get().getMessage()));
        }
        if (is(status, "Ready", "False") && is(status, "ContainersReady", "True")) {
            return new Stuck("nothing is heard of its node any more, and it goes on when that is back or deleted");
        }
        var begun = containers(status).anyMatch(Standing::hasBegun);
        return containers(status)
                .flatMap(Standing::stuck)
                .findFirst()
                .orElseGet(() -> begun ? new Underway() : new Awaited());
    }

    private static boolean hasBegun(ContainerStatus container) {
        var state = container.getState();
        return state != null && (state.getRunning() != null || state.getTerminated() != null);
    }

    private static Stream<Standing> stuck(ContainerStatus container) {
        return Stream.ofNullable(container.getState())
                .map(ContainerState::getWaiting)
                .filter(Objects::nonNull)
                .flatMap(waiting -> {
                    var reason = text(waiting.getReason());
                    var said = reason + ": " + text(waiting.getMessage());
                    return IMAGE.contains(reason)
                            ? Stream.of(new Stuck("the image " + container.getImage() + " cannot be pulled: " + said))
                            : Stream.of(new Stuck(said)).filter(any -> CONFIGURATION.contains(reason));
                });
    }

    private static Stream<ContainerStatus> containers(PodStatus status) {
        return Stream.concat(status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream());
    }

    private static boolean is(PodStatus status, String type, String value) {
        return status.getConditions().stream()
                .anyMatch(
                        each -> each.getType().equals(type) && each.getStatus().equals(value));
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
