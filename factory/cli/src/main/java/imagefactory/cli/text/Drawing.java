package imagefactory.cli.text;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Boxes and arrows, for Mermaid and for Graphviz. Names come from outside: whatever is in them, in a drawing they are text.
 *
 * @param arrows whose ends are boxes
 */
public record Drawing(List<Box> boxes, List<Arrow> arrows) {
    private static final String PLAIN = " ._:/@+-,()";

    /** @param lines of its label; the first is its name */
    public record Box(List<String> lines, Look look) {
        String name() {
            return lines.getFirst();
        }
    }

    /** What a box is. */
    public enum Look {
        /** Something that others make. */
        OUTSIDE,
        /** An image that is built here. */
        IMAGE,
        /** One that is left out. */
        LEFT_OUT
    }

    /** @param from what {@code to} is built on */
    public record Arrow(String from, String to) {}

    /** How it is written. */
    public enum Format {
        TABLE,
        MERMAID,
        DOT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Empty for a table, which is no drawing. */
    public Optional<String> in(Format format) {
        return switch (format) {
            case TABLE -> Optional.empty();
            case MERMAID -> Optional.of(mermaid());
            case DOT -> Optional.of(dot());
        };
    }

    /** For GitHub, GitLab and whatever else draws {@code mermaid} blocks. */
    public String mermaid() {
        var text = new StringBuilder("flowchart LR\n");
        var ids = ids();
        for (var box : boxes) {
            var label = box.lines().stream().map(Drawing::mermaid).toList();
            text.append("    ").append(ids.get(box.name())).append(mermaid(box.look(), String.join("<br>", label)));
        }
        for (var arrow : arrows) {
            text.append("    %s --> %s\n".formatted(ids.get(arrow.from()), ids.get(arrow.to())));
        }
        return text.append("    classDef out stroke-dasharray: 4 4").toString();
    }

    /** For Graphviz: {@code dot -Tsvg}. */
    public String dot() {
        var text = new StringBuilder("digraph images {\n    rankdir=LR;\n    node [shape=box];\n");
        var ids = ids();
        for (var box : boxes) {
            var label = box.lines().stream().map(Drawing::dot).toList();
            var look = switch (box.look()) {
                case OUTSIDE -> ", shape=ellipse";
                case IMAGE -> "";
                case LEFT_OUT -> ", style=dashed";
            };
            text.append("    %s [label=\"%s\"%s];\n".formatted(ids.get(box.name()), String.join("\\n", label), look));
        }
        for (var arrow : arrows) {
            text.append("    %s -> %s;\n".formatted(ids.get(arrow.from()), ids.get(arrow.to())));
        }
        return text.append("}").toString();
    }

    private Map<String, String> ids() {
        var ids = new HashMap<String, String>();
        boxes.forEach(box -> ids.putIfAbsent(box.name(), "n" + ids.size()));
        return ids;
    }

    private static String mermaid(Look look, String label) {
        return switch (look) {
            case OUTSIDE -> "([\"" + label + "\"])\n";
            case IMAGE -> "[\"" + label + "\"]\n";
            case LEFT_OUT -> "[\"" + label + "\"]:::out\n";
        };
    }

    /** Characters that might mean something are written by their numbers. */
    private static String mermaid(String text) {
        var safe = new StringBuilder();
        visible(text).codePoints().forEach(each -> {
            if (Character.isLetterOrDigit(each) || PLAIN.indexOf(each) >= 0) {
                safe.appendCodePoint(each);
            } else {
                safe.append('#').append(each).append(';');
            }
        });
        return safe.toString();
    }

    private static String dot(String text) {
        return visible(text).replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String visible(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
