package imagefactory.core.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One fault each: a line that is added to a sound image, and below it, indented, what is said of it. */
final class FaultTable {
    /** @param said the place, and what follows the image's name */
    record Row(String line, String said) {
        @Override
        public String toString() {
            return line;
        }
    }

    /** A schema in an editor tells these too. */
    static final List<Row> SHAPE = rows("faults-of-shape.txt");

    /** Only the code tells these. */
    static final List<Row> SENSE = rows("faults-of-sense.txt");

    private FaultTable() {}

    static Stream<Row> all() {
        return Stream.concat(SHAPE.stream(), SENSE.stream());
    }

    private static List<Row> rows(String file) {
        var lines = Samples.resource(file).lines().toList();
        var rows = new ArrayList<Row>();
        for (int i = 0; i < lines.size(); i += 2) {
            rows.add(new Row(lines.get(i), lines.get(i + 1).strip()));
        }
        return rows;
    }
}
