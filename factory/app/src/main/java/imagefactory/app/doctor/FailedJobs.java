package imagefactory.app.doctor;

import imagefactory.core.outcome.Symptom;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The last Jobs of the factory that failed, as far as they are still there: once its run knows why, a Job is deleted. */
record FailedJobs(KubernetesClient client, Workplace place) {
    private static final String OF_JOB = "batch.kubernetes.io/controller-uid";
    private static final int LAST = 5;
    private static final int MOST = 300;
    private static final List<String> IMAGE = List.of("imagefactory.io/image", "io.imagefactory.image");
    private static final List<String> PLATFORM = List.of("imagefactory.io/platform", "io.imagefactory.platform");

    private record Failed(Job job, JobCondition why) {
        String at() {
            return String.valueOf(why.getLastTransitionTime());
        }
    }

    List<Symptom> look() {
        var failed = client
                .batch()
                .v1()
                .jobs()
                .inNamespace(place.namespace())
                .withLabel("app.kubernetes.io/managed-by", "image-factory")
                .withField("status.successful", "0")
                .list()
                .getItems()
                .stream()
                .flatMap(job -> failure(job).map(why -> new Failed(job, why)).stream())
                .sorted(Comparator.comparing(Failed::at).reversed())
                .toList();
        return failed.isEmpty()
                ? List.of(Symptom.ok(what(), "none is there"))
                : failed.stream().limit(LAST).map(this::symptom).toList();
    }

    private String what() {
        return place.work() + " failed jobs";
    }

    private static Optional<JobCondition> failure(Job job) {
        return Stream.ofNullable(job.getStatus())
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> condition.getType().equals("Failed")
                        && condition.getStatus().equals("True"))
                .findFirst();
    }

    private Symptom symptom(Failed failed) {
        var name = failed.job().getMetadata().getName();
        return Symptom.warn(
                what(),
                name + about(failed.job()) + ", " + failed.at() + ": "
                        + line(failed.why().getReason() + ": " + failed.why().getMessage())
                        + last(failed.job()).map(said -> "; it said: " + said).orElse(""),
                "Its run says more (image-factory runs), or kubectl --namespace " + place.namespace() + " describe job "
                        + name + ".");
    }

    private static String about(Job job) {
        var annotations =
                Optional.ofNullable(job.getMetadata().getAnnotations()).orElse(Map.of());
        return Stream.of(IMAGE, PLATFORM)
                .flatMap(
                        names -> names.stream().filter(annotations::containsKey).map(annotations::get))
                .map(said -> " " + line(said))
                .reduce("", String::concat);
    }

    /** What the container wrote last that ended its newest pod. */
    private Optional<String> last(Job job) {
        return client
                .pods()
                .inNamespace(place.namespace())
                .withLabel(OF_JOB, job.getMetadata().getUid())
                .list()
                .getItems()
                .stream()
                .sorted(Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                        .reversed())
                .flatMap(FailedJobs::terminated)
                .map(ContainerStateTerminated::getMessage)
                .filter(message -> message != null && !message.isBlank())
                .findFirst()
                .map(message -> line(place.report().apply(message)));
    }

    private static Stream<ContainerStateTerminated> terminated(Pod pod) {
        return Stream.ofNullable(pod.getStatus())
                .flatMap(status -> Stream.concat(
                        status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream()))
                .flatMap(container -> Stream.ofNullable(container.getState()))
                .flatMap(state -> Optional.ofNullable(state)
                        .map(ContainerState::getTerminated)
                        .filter(end -> end.getExitCode() != null && end.getExitCode() != 0)
                        .stream());
    }

    /** The first, and nothing in it that a terminal would obey: steps of a build may have written it. */
    private static String line(String said) {
        var line = said.strip().lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
        return line.length() > MOST ? line.substring(0, MOST) + "…" : line;
    }
}
