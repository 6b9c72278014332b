package imagefactory.builder.dispatch;

import imagefactory.builder.dispatch.BuildFolder.Ending;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** What a build came to, read from what it left. */
record Verdict(ProcessSettings settings) {
    private static final int USAGE = 2;
    private static final int NOT_REACHABLE = 3;

    /**
     * @param exit where this factory was its parent
     * @return empty where it went away without a result and may be started anew
     */
    Optional<Outcome<BuiltImage>> on(BuildFolder folder, Attempt attempt, OptionalInt exit) throws IOException {
        var ending = folder.ending();
        if (ending.isPresent()) {
            return failed(ended(folder, ending.get().why()));
        }
        var report = BuilderReport.read(folder.metadata());
        if (report.isPresent() && !isStopped(report.get())) {
            return Optional.of(withLog(report.get(), folder));
        }
        if (exit.isPresent() && exit.getAsInt() == USAGE) {
            return failed(usage(folder));
        }
        if (exit.isPresent() && exit.getAsInt() == NOT_REACHABLE) {
            return failed(away(folder));
        }
        return attempt.number() < Attempt.MOST ? Optional.empty() : failed(killed(folder));
    }

    /** A builder that was told to stop, but not by us: the machine goes down, or somebody meant the process and not the build. */
    private static boolean isStopped(Outcome<BuiltImage> report) {
        return report instanceof Failed(Problem problem) && problem.code() == Code.CANCELLED;
    }

    /** A failed build shows its last lines, unless the builder put them there itself. */
    private static Outcome<BuiltImage> withLog(Outcome<BuiltImage> report, BuildFolder folder) throws IOException {
        if (report instanceof Failed(Problem problem)
                && problem.code() == Code.BUILD_FAILED
                && problem.text().lines().count() == 1) {
            return new Failed<>(new Problem(problem.code(), problem.text() + lines(folder), problem.advice()));
        }
        return report;
    }

    private static Optional<Outcome<BuiltImage>> failed(Problem problem) {
        return Optional.of(new Failed<>(problem));
    }

    private Problem ended(BuildFolder folder, Ending.Why why) throws IOException {
        return switch (why) {
            case CANCELLED ->
                new Problem(Code.CANCELLED, "The build was cancelled.", "Ask for a rebuild when it is wanted again.");
            case TIMED_OUT ->
                new Problem(
                        Code.BUILD_TIMED_OUT,
                        "The build took longer than " + settings.limit().toSeconds() + " s and was killed."
                                + lines(folder),
                        "Make it shorter, or raise the time limit of builds.");
        };
    }

    private static Problem usage(BuildFolder folder) throws IOException {
        return new Problem(
                Code.FACTORY_FAULT,
                "The builder program did not understand what it was started with." + lines(folder),
                "Check that the configured builder program is the one of this release.");
    }

    private static Problem away(BuildFolder folder) throws IOException {
        return new Problem(
                Code.NOT_REACHABLE,
                "The build did not reach what it needs." + lines(folder),
                "Check the registry and the source.");
    }

    private static Problem killed(BuildFolder folder) throws IOException {
        return new Problem(
                Code.BUILD_KILLED,
                "The builder went away " + Attempt.MOST + " times without a result." + lines(folder),
                "Look at the machine's memory and at its log: something kills the build.");
    }

    private static String lines(BuildFolder folder) throws IOException {
        return LastLines.of(folder.log().tail().orElse(""));
    }
}
