package imagefactory.cli.command;

import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.wiring.CatalogSources;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.graph.Node;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Unfollowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the sources of a catalog's images say, beyond the catalog itself.
 *
 * @param warnings images that are built on tags of others that never move
 * @param problems by image: sources that cannot be read, Dockerfiles that cannot be understood
 */
record SourceCheck(List<Unfollowed> warnings, Map<String, Problem> problems) {
    static final SourceCheck NOTHING = new SourceCheck(List.of(), Map.of());

    /** One source that cannot be read does not stop the others. */
    static SourceCheck of(Terminal terminal, Catalog catalog) throws InterruptedException {
        var nodes = new ArrayList<Node>();
        var problems = new TreeMap<String, Problem>();
        try (var sources = CatalogSources.open(terminal)) {
            for (var image : catalog.managed()) {
                try {
                    nodes.add(sources.look(image));
                } catch (Refused refused) {
                    problems.put(image.name(), refused.problem());
                } catch (Unavailable away) {
                    problems.put(image.name(), away(away));
                }
            }
        }
        return new SourceCheck(Unfollowed.in(catalog, nodes), problems);
    }

    private static Problem away(Unavailable away) {
        return new Problem(
                Problem.Code.NOT_REACHABLE,
                String.valueOf(away.getMessage()),
                "See whether it is up and its address is right, then try again.");
    }

    Exit exit() {
        return problems.values().stream()
                .map(problem -> Exit.of(problem.code()))
                .findFirst()
                .orElse(Exit.DONE);
    }

    List<String> lines() {
        return Stream.concat(
                        warnings.stream()
                                .map(lost -> "  image \"" + lost.image() + "\": " + lost.text() + " " + lost.remedy()),
                        problems.entrySet().stream().map(it -> "  image \"" + it.getKey() + "\": " + it.getValue()))
                .toList();
    }

    Map<String, Object> json() {
        return Map.of(
                "warnings",
                warnings.stream()
                        .map(lost -> Map.of(
                                "image", lost.image(),
                                "reference", lost.reference().toString(),
                                "parent", lost.parent(),
                                "text", lost.text(),
                                "remedy", lost.remedy()))
                        .toList(),
                "problems",
                problems.entrySet().stream()
                        .map(it -> Map.of(
                                "image", it.getKey(),
                                "code", it.getValue().code(),
                                "text", it.getValue().text(),
                                "advice", it.getValue().advice()))
                        .toList());
    }
}
