package imagefactory.core.catalog;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Gathers what is wrong with a file while it is read, each thing once, up to a limit that no person would read past. */
final class Findings {
    /** How many faults, and how many warnings, are kept; one more says that there are others. */
    static final int MOST = 1_000;

    private final String file;
    private final String subject;
    private final Set<Fault> faults;
    private final Set<Fault> warnings;

    Findings(String file) {
        this(file, "", new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    private Findings(String file, String subject, Set<Fault> faults, Set<Fault> warnings) {
        this.file = file;
        this.subject = subject;
        this.faults = faults;
        this.warnings = warnings;
    }

    /** The same findings; what is added through this one is said of an image. */
    Findings about(String image) {
        return new Findings(file, image + ": ", faults, warnings);
    }

    void fault(Node at, String text, String remedy) {
        add(faults, at.getStartMark(), subject + text, remedy);
    }

    void fault(Mark at, String text, String remedy) {
        add(faults, at, subject + text, remedy);
    }

    void fault(int line, int column, String text, String remedy) {
        add(faults, new Fault(file, line, column, subject + text, remedy));
    }

    void warn(Node at, String text, String remedy) {
        add(warnings, at.getStartMark(), subject + text, remedy);
    }

    List<Fault> faults() {
        return sorted(faults);
    }

    List<Fault> warnings() {
        return sorted(warnings);
    }

    private void add(Set<Fault> to, Mark at, String text, String remedy) {
        add(to, new Fault(file, at.getLine() + 1, at.getColumn() + 1, text, remedy));
    }

    private static void add(Set<Fault> to, Fault found) {
        if (to.size() < MOST) {
            to.add(found);
        } else if (to.size() == MOST && !to.contains(found)) {
            to.add(new Fault(
                    found.file(),
                    found.line(),
                    found.column(),
                    "here and below there is more; only the first " + MOST + " are shown.",
                    "Mend those first."));
        }
    }

    private static List<Fault> sorted(Set<Fault> found) {
        var list = new ArrayList<>(found);
        list.sort(Fault.AS_IN_FILE);
        return List.copyOf(list);
    }
}
