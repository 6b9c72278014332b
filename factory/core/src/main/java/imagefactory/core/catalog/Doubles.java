package imagefactory.core.catalog;

import imagefactory.core.image.Repository;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Finds what may be in a catalog only once: a name, and a repository that the factory publishes to. External images may
 * share one: they watch different tags of it.
 */
final class Doubles {
    private record Claim(String name, int line, boolean managed) {}

    private final Findings findings;
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<String, Claim> repositories = new HashMap<>();

    Doubles(Findings findings) {
        this.findings = findings;
    }

    void name(String name, Node at) {
        var first = names.putIfAbsent(name, line(at));
        if (first != null) {
            findings.fault(at, "image \"" + name + "\" is enrolled twice, first at line " + first + ".", "Rename one.");
        }
    }

    void repository(Repository repository, String name, Fields image) {
        var at = image.at("repository");
        var claim = new Claim(name, line(at), image.has("source"));
        var first = repositories.putIfAbsent(repository.toString().toLowerCase(Locale.ROOT), claim);
        if (first != null && !first.name().equals(name) && (first.managed() || claim.managed())) {
            var whose = "image \"" + first.name() + "\", line " + first.line();
            image.whole()
                    .findings()
                    .fault(at, repository + " is the repository of " + whose + ".", "Give each its own.");
        }
    }

    private static int line(Node at) {
        return at.getStartMark().getLine() + 1;
    }
}
