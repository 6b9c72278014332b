package imagefactory.builder.dispatch.kubernetes;

import imagefactory.builder.dispatch.BuilderReport;
import imagefactory.builder.dispatch.kubernetes.Standing.Away;
import imagefactory.builder.dispatch.kubernetes.Standing.Lost;
import imagefactory.builder.dispatch.kubernetes.Standing.Over;
import imagefactory.builder.dispatch.kubernetes.Standing.Running;
import imagefactory.core.build.BuildRequest;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a build came to, or what it waits for, by what the cluster says of its Job: a pure function. */
final class JobVerdict {
    private static final String IMAGE =
            "Check factory.builds.kubernetes.image: it has to be the builder of this release.";
    private static final int NOT_REACHABLE = 3;

    /** With other words the message is the runtime's, not the builder's. */
    private static final Set<String> ENDED_BY_ITSELF = Set.of("Completed", "Error", "OOMKilled");

    private final BuildRequest request;
    private final JobSettings settings;
    private final Observed seen;

    private JobVerdict(BuildRequest request, JobSettings settings, Observed seen) {
        this.request = request;
        this.settings = settings;
        this.seen = seen;
    }

    static Standing on(BuildRequest request, JobSettings settings, Observed seen) {
        var verdict = new JobVerdict(request, settings, seen);
        return seen.pods().stream()
                .flatMap(pod -> verdict.ended(pod).stream())
                .findFirst()
                .or(() -> Observed.end(seen.job()).map(verdict::ended))
                .or(() -> Waits.of(seen, settings))
                .orElseGet(Running::new);
    }

    /** @return empty where it runs, or where the Job has another one started instead */
    private Optional<Standing> ended(Pod pod) {
        var terminated = Observed.terminated(pod);
        var report = terminated.flatMap(state -> report(pod, state));
        if (report.isPresent() && report.get() instanceof Done) {
            return report.map(done -> new Over(done, false));
        }
        return killed(pod, terminated)
                .map(problem -> (Standing) new Over(new Failed<>(problem), true))
                .or(() -> report.flatMap(JobVerdict::failed))
                .or(() -> terminated
                        .filter(_ ->
                                report.isEmpty() && Observed.disruption(pod).isEmpty())
                        .flatMap(JobVerdict::wordless));
    }

    private Optional<Outcome<BuiltImage>> report(Pod pod, ContainerStateTerminated state) {
        return Optional.ofNullable(state.getMessage())
                .filter(message -> !message.isBlank() && ENDED_BY_ITSELF.contains(reason(state)))
                .map(message -> BuilderReport.read(
                        message,
                        "of pod " + pod.getMetadata().getName(),
                        request.inputs().pins()));
    }

    /** What the builder says, unless it was told to stop: whoever did that knows why. */
    private static Optional<Standing> failed(Outcome<BuiltImage> report) {
        if (!(report instanceof Failed(Problem problem)) || problem.code() == Code.CANCELLED) {
            return Optional.empty();
        }
        if (problem.code() == Code.NOT_REACHABLE) {
            return Optional.of(new Away(problem));
        }
        var shown =
                problem.code() == Code.BUILD_FAILED && problem.text().lines().count() == 1;
        return Optional.of(new Over(report, shown));
    }

    /** What a pod was ended for that would end the next one, too. */
    private Optional<Problem> killed(Pod pod, Optional<ContainerStateTerminated> terminated) {
        if (terminated.filter(state -> reason(state).equals("OOMKilled")).isPresent()) {
            return Optional.of(new Problem(
                    Code.BUILD_KILLED,
                    "The build took more than the " + settings.resources().memory()
                            + " of memory that it is given, and was killed.",
                    "Have it do less at a time, or raise factory.builds.kubernetes.memory."));
        }
        var reason = Observed.reason(pod).orElse("");
        if (reason.equals("DeadlineExceeded")) {
            return Optional.of(late(pod));
        }
        if (reason.equals("Evicted") && Observed.disruption(pod).isEmpty()) {
            return Optional.of(new Problem(
                    Code.BUILD_KILLED,
                    "The build took more room on disk than it is given, and was ended: "
                            + Waits.sentence(pod.getStatus().getMessage()),
                    "Have it write less, or raise factory.builds.kubernetes.storage."));
        }
        return Optional.empty();
    }

    private Problem late(Pod pod) {
        var limit = settings.limit().toSeconds() + " s";
        if (Observed.terminated(pod).isEmpty() && !Observed.hasBegun(pod)) {
            return new Problem(
                    Code.BUILD_TIMED_OUT,
                    "The build could not begin within " + limit + " on the node that it was given: "
                            + Waits.trouble(pod, seen.warnings()).orElse("the node did not say why") + ".",
                    "Mend that, and ask for a rebuild.");
        }
        return new Problem(
                Code.BUILD_TIMED_OUT,
                "The build took longer than " + limit + " and was ended.",
                "Make it shorter, or raise factory.builds.limit.");
    }

    /** A builder that ended and left no report: it did not get so far as to know where. */
    private static Optional<Standing> wordless(ContainerStateTerminated state) {
        int code = state.getExitCode();
        if (List.of("StartError", "ContainerCannotRun").contains(reason(state))) {
            return Optional.of(over(
                    new Problem(
                            Code.FACTORY_FAULT,
                            "The builder could not be started: " + Waits.sentence(state.getMessage()),
                            IMAGE),
                    false));
        }
        if (code == NOT_REACHABLE) {
            return Optional.of(new Away(new Problem(
                    Code.NOT_REACHABLE,
                    "The build did not reach what it needs.",
                    "Check the registry and the source; the build's log says more.")));
        }
        if (code == 0 || JobManifest.BUILDERS_OWN_EXIT_CODES.contains(code)) {
            return Optional.of(over(
                    new Problem(
                            Code.FACTORY_FAULT,
                            "The builder ended with exit code " + code + " and left no report.",
                            IMAGE),
                    true));
        }
        return Optional.empty();
    }

    private Standing ended(JobCondition end) {
        if (end.getType().equals("Complete")) {
            return new Lost();
        }
        if ("DeadlineExceeded".equals(end.getReason())) {
            return over(
                    new Problem(
                            Code.BUILD_TIMED_OUT,
                            "The build waited " + JobManifest.PATIENCE.toHours()
                                    + " h for a place to run, and was given up.",
                            "See what the namespace " + settings.namespace()
                                    + " may use and what its nodes have to give, and ask for a rebuild."),
                    false);
        }
        var last = seen.newest().flatMap(Observed::terminated);
        return over(
                new Problem(
                        Code.BUILD_KILLED,
                        "The builder went away without a result, " + (JobManifest.STARTED_ANEW + 1)
                                + " times or for good"
                                + last.map(state -> "; the last time with exit code " + state.getExitCode())
                                        .orElse("")
                                + ": " + Waits.sentence(end.getMessage()),
                        "Look at the nodes and at who deletes pods of the namespace " + settings.namespace() + "."),
                last.isPresent());
    }

    private static String reason(ContainerStateTerminated state) {
        return String.valueOf(state.getReason());
    }

    private static Over over(Problem problem, boolean shown) {
        return new Over(new Failed<>(problem), shown);
    }
}
