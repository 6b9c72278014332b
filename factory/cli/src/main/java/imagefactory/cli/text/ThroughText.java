package imagefactory.cli.text;

import imagefactory.cli.factory.Brief;
import imagefactory.cli.factory.ResultsView.Parent;
import imagefactory.cli.factory.RunView;
import imagefactory.cli.factory.WhyView.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The runs that led to another one, a line each. */
record ThroughText(Times times) {
    List<String> of(RunView run, List<Link> links) {
        var awaited = run.results().awaited().stream()
                .collect(Collectors.toMap(Parent::run, parent -> parent, (one, _) -> one));
        int width = links.stream().mapToInt(link -> link.image().length()).max().orElse(0);
        var lines = new ArrayList<String>();
        for (var link : links) {
            var waited = awaited.get(link.run());
            var line = waited != null && link.published().isEmpty() ? ResultsText.parent(waited) : line(link, width);
            lines.add(line);
        }
        if (awaited.size() > 1 && !lines.isEmpty()) {
            lines.add(lines.removeLast() + "   (waited for " + (awaited.size() == 2 ? "both" : "all " + awaited.size())
                    + ")");
        }
        return lines;
    }

    private String line(Link link, int width) {
        var change = link.was().map(was -> Brief.name(was) + " → ").orElse("")
                + link.published().map(Brief::name).orElse("published nothing");
        return String.format(Locale.ROOT, "%-" + Math.max(1, width) + "s  %s", link.image(), change)
                + "   run " + link.run()
                + link.at().map(at -> ", published " + times.at(at)).orElse("");
    }
}
