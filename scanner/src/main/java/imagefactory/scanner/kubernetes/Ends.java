package imagefactory.scanner.kubernetes;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a Job is over, by its conditions. Pure. */
final class Ends {
    private Ends() {}

    static boolean isComplete(Job job) {
        return condition(job, "Complete").isPresent();
    }

    static boolean isOver(Job job) {
        return isComplete(job) || failure(job).isPresent();
    }

    /** Why it failed, as the Job controller says. */
    static Optional<String> failure(Job job) {
        return condition(job, "Failed").map(failed -> failed.getReason() + ": " + failed.getMessage());
    }

    private static Optional<JobCondition> condition(Job job, String type) {
        return Stream.ofNullable(job.getStatus())
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> condition.getType().equals(type)
                        && condition.getStatus().equals("True"))
                .findFirst();
    }
}
