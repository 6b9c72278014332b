package imagefactory.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Columns of text, as wide as what is in them. A cell may have several lines. */
public final class Table {
    private static final String GAP = "  ";
    private static final Pattern INVISIBLE = Pattern.compile("\033\\[[0-9;]*m");

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    public Table(String... header) {
        columns = header.length;
        row(header);
    }

    /** @param cells as many as the header has */
    public Table row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells in a table of " + columns);
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Its lines, without a line break at the end and without spaces at the end of a line. */
    @Override
    public String toString() {
        var widths = IntStream.range(0, columns).map(this::width).toArray();
        var lines = new ArrayList<String>();
        rows.forEach(row -> lines.addAll(lines(row, widths)));
        return String.join("\n", lines);
    }

    private int width(int column) {
        return rows.stream()
                .flatMap(row -> row.get(column).lines())
                .mapToInt(Table::length)
                .max()
                .orElse(0);
    }

    private static List<String> lines(List<String> row, int[] widths) {
        var cells = row.stream().map(cell -> cell.lines().toList()).toList();
        int height = cells.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, height)
                .mapToObj(line -> line(cells, line, widths))
                .toList();
    }

    private static String line(List<List<String>> cells, int line, int[] widths) {
        var text = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            var cell = cells.get(column);
            var part = line < cell.size() ? cell.get(line) : "";
            text.append(part).append(" ".repeat(widths[column] - length(part))).append(GAP);
        }
        return text.toString().stripTrailing();
    }

    /** In characters that are seen. */
    private static int length(String text) {
        var seen = INVISIBLE.matcher(text).replaceAll("");
        return seen.codePointCount(0, seen.length());
    }
}
