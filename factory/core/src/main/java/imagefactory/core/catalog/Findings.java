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

    static final int MOST_VALUES = 1_000_000;

    private final String file;
    private final String subject;
    private final Tally tally;

    /** What all findings of a file share. */
    private static final class Tally {
        private final Set<Fault> faults = new LinkedHashSet<>();
        private final Set<Fault> warnings = new LinkedHashSet<>();
        private int values;
    }

    Findings(String file) {
        this(file, "", new Tally());
    }

    private Findings(String file, String subject, Tally tally) {
        this.file = file;
        this.subject = subject;
        this.tally = tally;
    }

    /** The same findings; what is added through this one is said of an image. */
    Findings about(String image) {
        return new Findings(file, image + ": ", tally);
    }

    void fault(Node at, String text, String remedy) {
        add(tally.faults, at.getStartMark(), subject + text, remedy);
    }

    void fault(Mark at, String text, String remedy) {
        add(tally.faults, at, subject + text, remedy);
    }

    void fault(int line, int column, String text, String remedy) {
        add(tally.faults, new Fault(file, line, column, subject + text, remedy));
    }

    void warn(Node at, String text, String remedy) {
        add(tally.warnings, at.getStartMark(), subject + text, remedy);
    }

    /**
     * Counts values that are read, each time that they are: aliases make much of little. False where it is too much; that
     * is the last fault then, since all others would follow from it.
     */
    boolean mayRead(Node at, int values) {
        if (tally.values <= MOST_VALUES && tally.values + values > MOST_VALUES) {
            fault(at, "with this the file has more than " + MOST_VALUES + " values.", "Use fewer aliases.");
        }
        tally.values = Math.min(tally.values + values, MOST_VALUES + 1);
        return tally.values <= MOST_VALUES;
    }

    /** Whether reading on would tell nobody anything. */
    boolean isEnough() {
        return tally.faults.size() > MOST || tally.values > MOST_VALUES;
    }

    List<Fault> faults() {
        return sorted(tally.faults);
    }

    List<Fault> warnings() {
        return sorted(tally.warnings);
    }

    private void add(Set<Fault> to, Mark at, String text, String remedy) {
        add(to, new Fault(file, at.getLine() + 1, at.getColumn() + 1, text, remedy));
    }

    private void add(Set<Fault> to, Fault found) {
        if (tally.values > MOST_VALUES) {
            return;
        }
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
