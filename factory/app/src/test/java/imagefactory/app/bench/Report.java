package imagefactory.app.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All figures, as a table for people and as JSON for programs. */
final class Report {
    private static final String ROW = "%-42s %-8s %9s %9s %9s %4s  %-9s %s%n";

    private final List<Figure> figures = new ArrayList<>();

    void add(Figure figure) {
        figures.add(figure);
    }

    void addAll(List<Figure> more) {
        figures.addAll(more);
    }

    void print(PrintStream out) {
        out.printf(ROW, "figure", "unit", "min", "median", "max", "n", "expected", "");
        for (var figure : figures) {
            out.printf(
                    ROW,
                    figure.name(),
                    figure.unit(),
                    Numbers.plain(figure.min()),
                    Numbers.plain(figure.median()),
                    Numbers.plain(figure.max()),
                    figure.samples().size(),
                    figure.expected().map(Object::toString).orElse(""),
                    figure.met().map(met -> met ? "met" : "MISSED").orElse(""));
        }
        out.println();
        out.println("How each was measured:");
        figures.forEach(figure -> out.printf("  %-42s %s%n", figure.name(), figure.how()));
    }

    void write(Path file) throws IOException {
        var document = new LinkedHashMap<String, Object>();
        document.put("at", Instant.now().toString());
        document.put("processors", Runtime.getRuntime().availableProcessors());
        document.put("java", Runtime.version().toString());
        document.put("figures", figures.stream().map(Report::json).toList());
        Files.createDirectories(file.toAbsolutePath().getParent());
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), document);
    }

    private static Map<String, Object> json(Figure figure) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", figure.name());
        json.put("unit", figure.unit());
        json.put("how", figure.how());
        json.put("min", figure.min());
        json.put("median", figure.median());
        json.put("max", figure.max());
        json.put("samples", figure.samples());
        figure.expected().ifPresent(expected -> json.put("expected", expected.toString()));
        figure.met().ifPresent(met -> json.put("met", met));
        return json;
    }
}
