package imagefactory.cli.state;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML mapping. What is not set anew stays as somebody wrote it: {@code 1.10} does not become {@code 1.1}. */
final class StateFile {
    static final StateFile EMPTY = new StateFile(Map.of());

    private static final int LARGEST = 1 << 20;
    private static final int WIDTH = 10_000;

    private final Map<String, Node> values;

    private StateFile(Map<String, Node> values) {
        this.values = values;
    }

    /** @throws IllegalArgumentException with the reason, if it is no mapping of at most a mebibyte */
    static StateFile read(String text) {
        var node = compose(text);
        if (node == null) {
            return EMPTY;
        }
        return of(node).orElseThrow(() -> new IllegalArgumentException("it is no mapping"));
    }

    /** The entries of a list of mappings, as {@code images.yaml} is one. */
    static List<StateFile> list(String text) {
        return compose(text) instanceof SequenceNode list
                ? list.getValue().stream().flatMap(node -> of(node).stream()).toList()
                : List.of();
    }

    private static @Nullable Node compose(String text) {
        var options = new LoaderOptions();
        options.setCodePointLimit(LARGEST << 4);
        try {
            return new Yaml(options).compose(new StringReader(text));
        } catch (YAMLException e) {
            throw new IllegalArgumentException(
                    "it is no YAML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read"),
                    e);
        }
    }

    private static Optional<StateFile> of(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, Node>();
        for (var entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                values.put(key.getValue(), entry.getValueNode());
            }
        }
        return Optional.of(new StateFile(values));
    }

    /** A scalar that is not null. */
    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key))
                .filter(node -> !node.getTag().equals(Tag.NULL))
                .flatMap(node -> node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty());
    }

    Optional<StateFile> mapping(String key) {
        return Optional.ofNullable(values.get(key)).flatMap(StateFile::of);
    }

    /** Its mappings, by their keys. */
    Map<String, StateFile> mappings() {
        var found = new LinkedHashMap<String, StateFile>();
        values.forEach((key, node) -> of(node).ifPresent(mapping -> found.put(key, mapping)));
        return found;
    }

    List<StateFile> list(String key, int most) {
        return values.get(key) instanceof SequenceNode list
                ? list.getValue().stream()
                        .limit(most)
                        .flatMap(node -> of(node).stream())
                        .toList()
                : List.of();
    }

    /** Only these keys, in this order, in block style. */
    StateFile only(List<String> keys) {
        var chosen = new LinkedHashMap<String, Node>();
        keys.forEach(key -> Optional.ofNullable(values.get(key)).ifPresent(node -> chosen.put(key, block(node))));
        return new StateFile(chosen);
    }

    /** These values, and behind them what else was there before. A value is a text, a list, a map or such a mapping. */
    StateFile with(Map<String, Object> changed) {
        var merged = new LinkedHashMap<String, Node>();
        changed.forEach((key, value) -> merged.put(key, node(value)));
        values.forEach(merged::putIfAbsent);
        return new StateFile(merged);
    }

    /** The same with what the other one has under keys that are missing here. */
    StateFile or(StateFile other) {
        return other.with(new LinkedHashMap<>(values));
    }

    /** The value under a key as it was written, or another one where there is none. */
    Object keep(String key, Object otherwise) {
        return Optional.<Object>ofNullable(values.get(key)).orElse(otherwise);
    }

    String write(String header) {
        var written = new StringWriter();
        yaml().serialize(node(this), written);
        return header + written;
    }

    private static Node node(Object value) {
        return switch (value) {
            case Node node -> node;
            case StateFile file -> mapping(file.values);
            case Optional<?> maybe -> maybe.map(StateFile::node).orElseGet(StateFile::nothing);
            case List<?> list ->
                new SequenceNode(
                        Tag.SEQ,
                        list.stream().map(StateFile::node).toList(),
                        list.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
            case Map<?, ?> map -> mapping(map);
            default -> yaml().represent(value);
        };
    }

    private static Node mapping(Map<?, ?> map) {
        var entries = map.entrySet().stream()
                .map(entry -> new NodeTuple(yaml().represent(entry.getKey()), node(entry.getValue())))
                .toList();
        return new MappingNode(Tag.MAP, entries, entries.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    private static Node nothing() {
        return new ScalarNode(Tag.NULL, "null", null, null, DumperOptions.ScalarStyle.PLAIN);
    }

    private static Node block(Node node) {
        switch (node) {
            case MappingNode mapping -> {
                mapping.setFlowStyle(FlowStyle.BLOCK);
                mapping.getValue().stream()
                        .flatMap(entry -> Stream.of(entry.getKeyNode(), entry.getValueNode()))
                        .forEach(StateFile::block);
            }
            case SequenceNode sequence -> {
                sequence.setFlowStyle(FlowStyle.BLOCK);
                sequence.getValue().forEach(StateFile::block);
            }
            default -> {} // a scalar
        }
        return node;
    }

    private static Yaml yaml() {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setIndent(2);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setWidth(WIDTH);
        options.setSplitLines(false);
        return new Yaml(options);
    }
}
