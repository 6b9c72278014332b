package imagefactory.kargo.gitops;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML file that somebody else wrote: single values are changed in its text, where SnakeYAML says that they stand; comments,
 * quotes, indentation and everything else stay as they are.
 */
final class YamlFile {
    /** Of characters; {@code GitLimits.readBytes} is the limit that is met. */
    private static final int LARGEST = 1 << 21;

    private final String text;
    private final List<Node> documents;

    private YamlFile(String text, List<Node> documents) {
        this.text = text;
        this.documents = documents;
    }

    static YamlFile read(String text) throws NotEditable {
        var options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        var documents = new ArrayList<Node>();
        try {
            new Yaml(options).composeAll(new StringReader(text)).forEach(documents::add);
        } catch (YAMLException e) {
            throw new NotEditable("is no YAML: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read"));
        }
        return new YamlFile(text, documents);
    }

    List<Node> documents() {
        return documents;
    }

    String text() {
        return text;
    }

    String lineBreak() {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    /** The text with a scalar's value exchanged; quotes stay. */
    String with(Node node, String value) throws NotEditable {
        if (!(node instanceof ScalarNode scalar)) {
            throw new NotEditable("has more than a single value at line " + line(node));
        }
        if (scalar.getValue().equals(value) && !scalar.getTag().equals(Tag.NULL)) {
            return text;
        }
        checkUnshared(node);
        if (start(node) == end(node)) {
            return spliced(start(node), start(node), " " + value);
        }
        return switch (scalar.getScalarStyle()) {
            case PLAIN, JSON_SCALAR_STYLE -> spliced(start(node), end(node), value);
            case SINGLE_QUOTED -> spliced(start(node), end(node), "'" + value + "'");
            case DOUBLE_QUOTED -> spliced(start(node), end(node), "\"" + value + "\"");
            case LITERAL, FOLDED -> throw new NotEditable("has a block of text at line " + line(node));
        };
    }

    /** An alias is its anchor's node: to change it would change what stands elsewhere. */
    static void checkUnshared(Node node) throws NotEditable {
        if (node.getAnchor() != null) {
            throw new NotEditable("has an anchor (&" + node.getAnchor() + ") there, which others may use");
        }
    }

    /** @throws NotEditable if the key is there twice */
    static Optional<NodeTuple> find(MappingNode mapping, String key) throws NotEditable {
        var found = mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key))
                .toList();
        if (found.size() > 1) {
            throw new NotEditable("has the key " + key + " twice");
        }
        return found.stream().findFirst();
    }

    /** What stands at a way with dots: keys of mappings, and numbers of items, from 0. */
    static Optional<Node> find(Node root, List<String> way) throws NotEditable {
        var at = Optional.of(root);
        for (var step : way) {
            var here = at.orElseThrow();
            checkUnshared(here);
            at = switch (here) {
                case MappingNode mapping -> find(mapping, step).map(NodeTuple::getValueNode);
                case SequenceNode sequence -> item(sequence, step);
                default -> Optional.empty();
            };
            if (at.isEmpty()) {
                return at;
            }
        }
        return at;
    }

    /** The text without one entry of a mapping. */
    String without(MappingNode mapping, NodeTuple entry) {
        var entries = mapping.getValue();
        int number = entries.indexOf(entry);
        int from = start(entry.getKeyNode());
        boolean isLast = number == entries.size() - 1;
        if (mapping.getFlowStyle() == FlowStyle.BLOCK && isFirstOfItsLine(from)) {
            return spliced(lineStart(from), nextLine(end(entry.getValueNode())), "");
        }
        return isLast && number > 0
                ? spliced(end(entries.get(number - 1).getValueNode()), end(entry.getValueNode()), "")
                : spliced(
                        from,
                        isLast
                                ? end(entry.getValueNode())
                                : start(entries.get(number + 1).getKeyNode()),
                        "");
    }

    /** The text with one more entry, after another one with a single value. */
    String with(MappingNode mapping, NodeTuple before, String entry) {
        if (mapping.getFlowStyle() == FlowStyle.FLOW) {
            return spliced(end(before.getValueNode()), end(before.getValueNode()), ", " + entry);
        }
        int at = lineEnd(end(before.getValueNode()));
        return spliced(at, at, lineBreak() + indentation(before.getKeyNode()) + entry);
    }

    String indentation(Node node) {
        return " ".repeat(node.getStartMark().getColumn());
    }

    String spliced(int from, int to, String with) {
        return text.substring(0, from) + with + text.substring(to);
    }

    int start(Node node) {
        return index(node.getStartMark());
    }

    int end(Node node) {
        return index(node.getEndMark());
    }

    private static Optional<Node> item(SequenceNode sequence, String number) {
        return number.matches("[0-9]{1,6}")
                        && Integer.parseInt(number) < sequence.getValue().size()
                ? Optional.of(sequence.getValue().get(Integer.parseInt(number)))
                : Optional.empty();
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** SnakeYAML counts code points. */
    private int index(Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }

    private boolean isFirstOfItsLine(int at) {
        return text.substring(lineStart(at), at).isBlank();
    }

    private int lineStart(int at) {
        return text.lastIndexOf('\n', at - 1) + 1;
    }

    private int nextLine(int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end + 1;
    }

    /** Before its line break. */
    private int lineEnd(int at) {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            return text.length();
        }
        return end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }
}
