package imagefactory.kargo;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;
import org.yaml.snakeyaml.serializer.Serializer;

/**
 * Writes a {@link Tree} as YAML: equal trees give equal bytes. A text stands without quotes only where no reader, of YAML
 * 1.1 or 1.2, takes it for something else.
 */
final class YamlText {
    private static final Pattern WORDS =
            Pattern.compile("[A-Za-z/](?:[A-Za-z0-9._/-]|:(?=[A-Za-z0-9/]))*(?: [A-Za-z0-9._/-]+)*");
    private static final Set<String> OTHER_THAN_TEXT =
            Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf");
    private static final DumperOptions OPTIONS = options();

    private YamlText() {}

    static String of(Tree tree) {
        var out = new StringWriter();
        var serializer = new Serializer(new Emitter(out, OPTIONS), new Resolver(), OPTIONS, Tag.MAP);
        try {
            serializer.open();
            serializer.serialize(node(tree));
            serializer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot be written to", e);
        }
        return out.toString();
    }

    private static DumperOptions options() {
        var options = new DumperOptions();
        options.setSplitLines(false);
        options.setLineBreak(DumperOptions.LineBreak.UNIX);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        return options;
    }

    private static Node node(Object value) {
        return switch (value) {
            case Tree tree -> mapping(tree.entries());
            case List<?> list -> sequence(list);
            case Integer number -> scalar(Tag.INT, number.toString(), ScalarStyle.PLAIN);
            case Boolean flag -> scalar(Tag.BOOL, flag.toString(), ScalarStyle.PLAIN);
            case String text -> scalar(Tag.STR, text, style(text));
            default -> throw new IllegalArgumentException("no manifest holds a " + value.getClass());
        };
    }

    private static Node mapping(Map<String, Object> entries) {
        var tuples = new ArrayList<NodeTuple>();
        entries.forEach((key, value) -> tuples.add(new NodeTuple(node(key), node(value))));
        return new MappingNode(Tag.MAP, tuples, tuples.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    private static Node sequence(List<?> list) {
        var nodes = list.stream().<Node>map(YamlText::node).toList();
        return new SequenceNode(Tag.SEQ, nodes, nodes.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    private static Node scalar(Tag tag, String text, ScalarStyle style) {
        return new ScalarNode(tag, text, null, null, style);
    }

    private static ScalarStyle style(String text) {
        if (WORDS.matcher(text).matches() && !OTHER_THAN_TEXT.contains(text.toLowerCase(Locale.ROOT))) {
            return ScalarStyle.PLAIN;
        }
        if (text.indexOf('\n') >= 0) {
            return ScalarStyle.LITERAL;
        }
        return text.indexOf('\'') >= 0 ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.SINGLE_QUOTED;
    }
}
