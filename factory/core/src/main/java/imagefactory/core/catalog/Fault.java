package imagefactory.core.catalog;

import imagefactory.core.outcome.Problem;
import java.util.Comparator;

/**
 * Something in a catalog file that a person has to mend, or to know.
 *
 * @param line the first is 1
 * @param column the first is 1, counted in characters
 * @param text one sentence: what is wrong with which image
 * @param remedy one sentence: what to write instead
 */
public record Fault(String file, int line, int column, String text, String remedy) {
    static final Comparator<Fault> AS_IN_FILE =
            Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column);

    /** A file as a whole that cannot be had. */
    public static Fault of(String file, Problem problem) {
        return new Fault(file, 1, 1, problem.text(), problem.advice());
    }

    /** {@code images.yaml:6:3}, which editors and terminals make a link of. */
    public String where() {
        return file + ":" + line + ":" + column;
    }

    @Override
    public String toString() {
        return where() + " " + text + " " + remedy;
    }
}
