package imagefactory.cli.text;

import imagefactory.cli.factory.Brief;
import imagefactory.cli.factory.Reason;
import imagefactory.cli.factory.ResultsView;
import imagefactory.cli.factory.ResultsView.Base;
import imagefactory.cli.factory.ResultsView.Build;
import imagefactory.cli.factory.ResultsView.Parent;
import imagefactory.cli.factory.ResultsView.Promotion;
import imagefactory.cli.factory.ResultsView.Stand;
import imagefactory.cli.factory.RunView;
import imagefactory.core.scan.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stages have made, a labelled line each. */
record ResultsText(Times times) {

    static String line(String label, String text) {
        return String.format(Locale.ROOT, "  %-9s %s", label, text);
    }

    /**
     * What is told of a run beside its own results.
     *
     * @param through what led to it
     * @param found what it found when it began, and was not opened for
     * @param news what the scan found otherwise than the one before
     */
    record Beside(List<String> through, List<String> found, String news) {}

    List<String> lines(RunView run) {
        var awaited = run.results().awaited().stream().map(ResultsText::parent).toList();
        return lines(run, new Beside(awaited, found(run), ""));
    }

    List<String> lines(RunView run, Beside beside) {
        var results = run.results();
        var lines = new ArrayList<String>();
        labelled(lines, "through", beside.through());
        results.origin()
                .ifPresent(origin -> lines.add(line(
                        "source", origin.source() + "  " + origin.branch() + " at " + Brief.name(origin.revision()))));
        labelled(lines, "found", beside.found());
        labelled(lines, "bases", bases(results));
        var made = made(results, beside.news());
        if (!made.isEmpty()) {
            lines.add(line("built", made));
        }
        results.published().ifPresent(published -> lines.add(line("tags", String.join(" ", published.tags()))));
        labelled(
                lines,
                "promoted",
                Stream.concat(
                                commits(results).stream(),
                                results.stands().stream().map(ResultsText::stand))
                        .toList());
        return lines;
    }

    /** What the run found when it began, and was not opened for. */
    static List<String> found(RunView run) {
        var known =
                run.causes().stream().map(cause -> cause.reason().toString()).toList();
        return run.results().lacks().stream()
                .map(Reason::toString)
                .filter(reason -> !known.contains(reason))
                .toList();
    }

    private static void labelled(List<String> lines, String label, List<String> texts) {
        for (var text : texts) {
            lines.add(line(text.equals(texts.getFirst()) ? label : "", text));
        }
    }

    static String parent(Parent parent) {
        var what = parent.published()
                .map(digest -> "published " + Brief.name(digest) + " by run " + parent.run())
                .or(() -> parent.failed()
                        .map(code ->
                                "not published by run " + parent.run() + " (" + code + "): built on its last good one"))
                .orElse("needed nothing in run " + parent.run());
        return parent.image() + "  " + what;
    }

    /** The commits of GitOps repositories that have it: {@code gitops 3f2c9d1a0b0c}. */
    static List<String> commits(ResultsView results) {
        return results.promoted().stream().map(ResultsText::commit).toList();
    }

    /** {@code dev  verified (Healthy)}. */
    private static String stand(Stand stand) {
        return stand.stage() + "  " + stand.state() + (stand.about().isEmpty() ? "" : " (" + stand.about() + ")");
    }

    private static String commit(Promotion promoted) {
        var name = promoted.repository().replaceAll("/$|\\.git/?$", "");
        return name.substring(name.lastIndexOf('/') + 1) + " " + Brief.name(promoted.commit())
                + (promoted.made() ? "" : " (had it already)");
    }

    /** A line for each base: all platforms of it, or the one whose manifest it is. */
    static List<String> bases(ResultsView results) {
        return results.bases().stream().map(ResultsText::base).toList();
    }

    private static String base(Base base) {
        return base.reference() + "  " + Brief.name(base.manifest()) + " on " + base.platform();
    }

    /** {@code amd64 6.1 s, arm64 14.8 s · scanned 0 critical, 1 medium · 3 attestations}. */
    private static String made(ResultsView results, String news) {
        var builds = results.builds().stream().map(ResultsText::build).collect(Collectors.joining(", "));
        var scanned = results.findings()
                .map(ResultsText::scanned)
                .map(text -> text + news)
                .orElse("");
        var attested = results.attestations() > 0 ? results.attestations() + " attestations" : "";
        var verified = results.verified()
                .map(checked -> checked.bundles() + " read back with key " + Brief.id(checked.keyId()))
                .orElse("");
        return Stream.of(builds, scanned, attested, verified)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" · "));
    }

    private static String build(Build build) {
        var before = build.took().isZero(); // and only looked at again by this run
        return build.platform().architecture() + " " + (before ? "before" : Times.lasting(build.took()));
    }

    private static String scanned(SortedMap<Severity, Integer> findings) {
        return "scanned " + severities(findings, ", ");
    }

    /** {@code 0 critical, 1 medium}: critical always, others where there are any; the worst first. */
    static String severities(SortedMap<Severity, Integer> findings, String separator) {
        return Stream.of(Severity.values())
                .sorted((one, other) -> other.compareTo(one))
                .filter(severity -> severity == Severity.CRITICAL || findings.containsKey(severity))
                .map(severity -> findings.getOrDefault(severity, 0) + " "
                        + severity.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(separator));
    }
}
