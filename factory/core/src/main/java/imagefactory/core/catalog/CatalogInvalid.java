package imagefactory.core.catalog;

import java.util.List;

/** A catalog file that cannot be used. Its message shows everything that is wrong with it, in the order of the file. */
public final class CatalogInvalid extends Exception {
    private static final long serialVersionUID = 1;
    private static final int GAP = 3;

    private final transient List<Fault> faults;

    CatalogInvalid(String file, List<Fault> faults) {
        super(file + ": " + faults.size() + " to fix\n" + table(faults));
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }

    /** These faults, or warnings, a line each, indented, with their places in a column of their own. */
    public static String table(List<Fault> faults) {
        int width =
                faults.stream().mapToInt(fault -> fault.where().length()).max().orElse(0) + GAP;
        var lines = faults.stream().map(fault -> line(fault, width)).toList();
        return String.join("\n", lines);
    }

    private static String line(Fault fault, int width) {
        return "  " + fault.where() + " ".repeat(width - fault.where().length()) + fault.text() + " " + fault.remedy();
    }
}
