package imagefactory.cli.text;

import imagefactory.cli.factory.Brief;
import imagefactory.cli.factory.Reason;
import imagefactory.cli.factory.RunView;
import imagefactory.cli.factory.RunView.CauseView;
import imagefactory.cli.terminal.Ink;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Runs, a row each. */
public record RunsText(Ink ink, Times times) {
    public String table(List<RunView> runs) {
        var table = new Table("RUN", "IMAGE", "STATE", "OPENED", "TOOK", "DIGEST", "BECAUSE");
        runs.forEach(run -> table.row(
                Long.toString(run.id()),
                run.image(),
                new RunText(ink, times).state(run),
                times.at(run.opened()),
                took(run),
                run.digest().map(Brief::name).orElse("-"),
                because(run)));
        return table.toString();
    }

    private static String took(RunView run) {
        return run.closed()
                .flatMap(closed -> run.begun().map(begun -> Times.lasting(Duration.between(begun, closed))))
                .orElse("-");
    }

    private static String because(RunView run) {
        return run.causes().stream()
                .map(CauseView::reason)
                .map(Reason::toString)
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
