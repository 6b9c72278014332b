package imagefactory.cli.text;

import imagefactory.cli.factory.Brief;
import imagefactory.cli.factory.Decided;
import imagefactory.cli.factory.ImageView;
import imagefactory.cli.factory.RunView;
import imagefactory.cli.factory.RunView.CauseView;
import imagefactory.cli.factory.WhyView;
import imagefactory.cli.factory.WhyView.Chain;
import imagefactory.cli.terminal.Ink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The chain of causes of what is published, and what was decided since. */
public record WhyText(Ink ink, Times times) {
    private static final int DECISIONS = 5;

    public String of(WhyView why) {
        var image = why.image();
        var lines = new ArrayList<String>();
        var published = why.chain().map(Chain::run).or(image::published);
        lines.add(published.map(run -> headline(image, run)).orElseGet(() -> unpublished(image)));
        published.ifPresent(run -> {
            lines.addAll(causes(why.chain().map(Chain::roots).orElse(run.causes())));
            lines.addAll(made(run, why.chain()));
        });
        image.open().ifPresent(run -> lines.addAll(underWay(run)));
        image.problem().ifPresent(problem -> lines.addAll(new RunText(ink, times).problem(problem)));
        lines.addAll(since(published.flatMap(RunView::closed).orElse(Instant.EPOCH), why.decisions()));
        return String.join("\n", lines);
    }

    private List<String> made(RunView run, Optional<Chain> chain) {
        var text = new ResultsText(times);
        return chain.map(found -> text.lines(run, beside(run, found))).orElseGet(() -> text.lines(run));
    }

    /** What it found of its parents is what they published. */
    private ResultsText.Beside beside(RunView run, Chain chain) {
        var through = new ThroughText(times).of(run, chain.through());
        var news = chain.before().map(before -> FlawsText.news(before.results(), run.results()));
        return new ResultsText.Beside(through, through.isEmpty() ? ResultsText.found(run) : List.of(), news.orElse(""));
    }

    private String headline(ImageView image, RunView run) {
        var publication = run.results().published();
        var digest = publication
                .map(published -> "@" + Brief.name(published.digest()))
                .orElse("");
        var at = publication
                .map(published -> "published " + times.at(published.at()))
                .orElse("published");
        var key = run.results().verified().map(checked -> ", signed by key " + Brief.id(checked.keyId()));
        return ink.strong(image.name()) + "  " + image.repository() + digest + "  " + at + ", "
                + platforms(run.results().builds().size()) + key.orElse("") + ", run " + run.id();
    }

    private static String platforms(int number) {
        return number + (number == 1 ? " platform" : " platforms");
    }

    private String unpublished(ImageView image) {
        var what = image.state().equals("external") ? "built by others" : "not published by this factory";
        return ink.strong(image.name()) + "  " + image.repository() + "  " + what;
    }

    private List<String> causes(List<CauseView> causes) {
        var kinds = causes.stream()
                .mapToInt(cause -> cause.reason().label().length())
                .max()
                .orElse(0);
        var lines = new ArrayList<String>();
        for (var cause : causes) {
            var reason = String.format(
                    Locale.ROOT,
                    "%-" + kinds + "s  %s",
                    cause.reason().label(),
                    cause.reason().detail());
            lines.add(ResultsText.line(
                    lines.isEmpty() ? "because" : "",
                    reason.stripTrailing() + "   event " + Brief.id(cause.event()) + " at " + times.at(cause.at())));
        }
        return lines;
    }

    private List<String> underWay(RunView run) {
        var text = new RunText(ink, times);
        var lines = new ArrayList<String>();
        lines.add(ResultsText.line("now", text.progress(run)));
        run.causes().forEach(cause -> lines.add(ResultsText.line("", "because " + cause.reason())));
        return lines;
    }

    /** The decision that closed the publishing run is that publication: only later ones are news. */
    private List<String> since(Instant published, List<Decided> decisions) {
        var lines = new ArrayList<String>();
        decisions.stream()
                .filter(decision -> decision.at().isAfter(published))
                .limit(DECISIONS)
                .map(decision -> times.at(decision.at()) + "  " + Brief.sentence(decision.what()) + ", because "
                        + Brief.sentence(decision.because()))
                .forEach(decision -> lines.add(ResultsText.line(lines.isEmpty() ? "since" : "", decision)));
        return lines;
    }
}
