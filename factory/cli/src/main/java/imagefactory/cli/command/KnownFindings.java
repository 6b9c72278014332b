package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.factory.RunView;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.text.KnownText;
import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.scan.Severity;
import java.util.Map;
import java.util.Optional;

/** What the factory found in a publication when it looked last: its own runs say so, and nobody else is asked. */
final class KnownFindings {
    /** As far back as one question goes: a publication that is still promoted is among them. */
    private static final int RUNS = 200;

    private final Told command;
    private final Factory factory;

    KnownFindings(Told command, Factory factory) {
        this.command = command;
        this.factory = factory;
    }

    /** @param publication {@code IMAGE@sha256:…} */
    Exit of(String publication, Severity allowed) throws Refused, InterruptedException {
        int at = publication.indexOf('@');
        if (at < 0) {
            throw Words.wrong("\"" + publication + "\" names no digest.", "Write IMAGE@sha256:….");
        }
        var digest = digest(publication.substring(at + 1));
        var run = newest(publication.substring(0, at), digest);
        if (command.isJson()) {
            command.terminal().document(Map.of("publication", publication, "run", run.raw()));
        } else {
            command.terminal().line(new KnownText(publication, run.view()).toString());
        }
        return judged(run.view(), allowed);
    }

    private Factory.Told<RunView> newest(String image, Digest digest) throws Refused, InterruptedException {
        var runs = factory.runs(Optional.of(image), Optional.empty(), RUNS);
        var id = runs.view().stream()
                .filter(run -> run.digest().equals(Optional.of(digest)))
                .filter(run -> run.isRefused() || run.results().findings().isPresent())
                .map(RunView::id)
                .findFirst();
        if (id.isEmpty()) {
            throw new Refused(new Problem(
                    Problem.Code.NOT_FOUND,
                    "None of the last " + RUNS + " runs of " + image + " has scanned " + digest + ".",
                    "Name a digest that this factory published: image-factory runs --image " + image + " lists them."));
        }
        return factory.run(id.get());
    }

    private static Exit judged(RunView run, Severity allowed) {
        boolean worse = run.results().findings().stream()
                .flatMap(findings -> findings.keySet().stream())
                .anyMatch(severity -> severity.compareTo(allowed) > 0);
        return worse || run.isRefused() ? Exit.GATE_REFUSED : Exit.DONE;
    }

    private static Digest digest(String word) throws Refused {
        try {
            return new Digest(word);
        } catch (IllegalArgumentException e) {
            throw Words.wrong("\"" + word + "\" is no digest.", "Write IMAGE@sha256:… with all of its 64 digits.");
        }
    }
}
