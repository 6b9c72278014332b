package imagefactory.builder.dispatch.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the cluster says of one build.
 *
 * @param pods of this Job, the newest first
 * @param warnings the newest of the Job's and of its newest pod's events, if there is one
 */
record Observed(Job job, List<Pod> pods, Warnings warnings) {
    /** The cluster's own words on what it could not do. */
    record Warnings(Optional<String> job, Optional<String> pod) {
        static final Warnings NONE = new Warnings(Optional.empty(), Optional.empty());
    }

    Observed {
        pods = List.copyOf(pods);
    }

    Optional<Pod> newest() {
        return pods.stream().findFirst();
    }

    /** Of the Job, or of its pod before its Job has heard of it. */
    boolean isOver() {
        return end(job).isPresent() || newest().flatMap(Observed::terminated).isPresent();
    }

    boolean isSuspended() {
        return Boolean.TRUE.equals(job.getSpec().getSuspend());
    }

    /** The condition with which it ended. */
    static Optional<JobCondition> end(Job job) {
        return Optional.ofNullable(job.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> condition.getStatus().equals("True"))
                .filter(condition -> List.of("Complete", "Failed").contains(condition.getType()))
                .findFirst();
    }

    static Optional<PodCondition> condition(Pod pod, String type) {
        return status(pod).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    /** That the cluster took the pod away, which is nobody's fault. */
    static Optional<PodCondition> disruption(Pod pod) {
        return condition(pod, "DisruptionTarget")
                .filter(condition -> condition.getStatus().equals("True"));
    }

    static boolean isRunning(Pod pod) {
        return status(pod).filter(status -> "Running".equals(status.getPhase())).isPresent();
    }

    /** Its node says no more: the cluster then takes the pod for unready, whose container was ready. */
    static boolean isUnheard(Pod pod) {
        return is(pod, "Ready", "False") && is(pod, "ContainersReady", "True");
    }

    private static boolean is(Pod pod, String type, String status) {
        return condition(pod, type)
                .filter(condition -> condition.getStatus().equals(status))
                .isPresent();
    }

    static Optional<ContainerStateTerminated> terminated(Pod pod) {
        return states(pod)
                .flatMap(state -> Optional.ofNullable(state.getTerminated()).stream())
                .findFirst();
    }

    static Optional<ContainerStateWaiting> waiting(Pod pod) {
        return states(pod)
                .flatMap(state -> Optional.ofNullable(state.getWaiting()).stream())
                .findFirst();
    }

    static boolean hasBegun(Pod pod) {
        return states(pod).anyMatch(state -> state.getWaiting() == null);
    }

    static Optional<String> reason(Pod pod) {
        return status(pod).map(PodStatus::getReason);
    }

    static Optional<PodStatus> status(Pod pod) {
        return Optional.ofNullable(pod.getStatus());
    }

    private static Stream<ContainerState> states(Pod pod) {
        return status(pod).stream()
                .flatMap(status -> status.getContainerStatuses().stream())
                .filter(container -> container.getName().equals(JobManifest.CONTAINER))
                .flatMap(container -> Optional.ofNullable(container.getState()).stream());
    }
}
