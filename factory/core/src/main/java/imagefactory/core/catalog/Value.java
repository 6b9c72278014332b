package imagefactory.core.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of the file with the way to it, to be asked for what it should be. What it is not becomes a finding, and the
 * answer is empty.
 *
 * @param path from the image: {@code scan.accept[1].until}
 */
record Value(String path, Node node, Findings findings) {
    private static final Set<Tag> TEXTS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT);
    private static final Set<Tag> PLAIN = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.SEQ, Tag.MAP);

    /** Its text as written, also that of a number: a version {@code 1.10} keeps its nought. */
    Optional<String> text() {
        if (node instanceof ScalarNode scalar && TEXTS.contains(scalar.getTag())) {
            return Optional.of(scalar.getValue());
        }
        return refused("text", node instanceof ScalarNode ? "Put it in quotes." : "Write a word or a sentence.");
    }

    /** As {@link #text}, with {@code true} and {@code false} read as words. */
    Optional<String> word() {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return Optional.of(scalar.getValue());
        }
        return text();
    }

    <T> Optional<T> as(Form<T> form) {
        return text().flatMap(text -> read(text, form));
    }

    <T> Optional<T> asWord(Form<T> form) {
        return word().flatMap(text -> read(text, form));
    }

    Optional<Boolean> flag() {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL) && isBoolean(scalar.getValue())) {
            return Optional.of(Boolean.parseBoolean(scalar.getValue()));
        }
        return refused("true or false", "Write true or false, without quotes.");
    }

    /** Its items with their places: {@code tags[1]} is the first. */
    List<Value> items(int least, int most) {
        if (!(node instanceof SequenceNode list) || !list.getTag().equals(Tag.SEQ)) {
            refused("a list", "Write [one, two], or a line \"- one\" for each.");
            return List.of();
        }
        int size = list.getValue().size();
        if (size < least) {
            find("is empty.", "Add one, or remove the key.");
        }
        if (isTooMany(size, most) || !findings.mayRead(node, size)) {
            return List.of();
        }
        var items = new ArrayList<Value>(size);
        for (var item : list.getValue()) {
            items.add(new Value(path + "[" + (items.size() + 1) + "]", item, findings));
        }
        return items;
    }

    /** The texts of a mapping whose keys are the user's own. */
    SortedMap<String, String> pairs(Form<String> key, Form<String> value, int most) {
        var pairs = new TreeMap<String, String>();
        for (var pair : tuples(most)) {
            var name = new Value(path, pair.getKeyNode(), findings).asWord(key);
            if (name.isPresent()) {
                var at = new Value(path + "." + name.get(), pair.getValueNode(), findings);
                var text = at.asWord(value);
                if (pairs.put(name.get(), text.orElse("")) != null) {
                    findings.fault(pair.getKeyNode(), at.path() + " is given twice.", "Keep one.");
                }
            }
        }
        return pairs;
    }

    /** Its pairs, however many: only as many as a mapping of this file may have. */
    List<NodeTuple> tuples(int most) {
        if (!(node instanceof MappingNode mapping) || !mapping.getTag().equals(Tag.MAP)) {
            refused("a mapping", "Write {key: value}, or a line \"key: value\" for each.");
            return List.of();
        }
        int size = mapping.getValue().size();
        return isTooMany(size, most) || !findings.mayRead(node, size) ? List.of() : mapping.getValue();
    }

    void find(String what, String remedy) {
        findings.fault(node, said() + what, remedy);
    }

    private <T> Optional<T> read(String text, Form<T> form) {
        try {
            return Optional.of(form.read(text));
        } catch (Unreadable e) {
            findings.fault(node, said() + Shown.of(text) + " " + e.what(), e.remedy());
            return Optional.empty();
        }
    }

    private boolean isTooMany(int size, int most) {
        if (size > most) {
            find("has " + size + " entries, more than " + most + ".", "Keep to " + most + ".");
        }
        return size > most;
    }

    private <T> Optional<T> refused(String wanted, String remedy) {
        var tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            find("has no value.", "Add one, or remove the key.");
        } else if (!PLAIN.contains(tag)) {
            find("has the tag " + Shown.of(tag.getValue()) + ".", "Remove the tag: only plain YAML is read.");
        } else {
            find("is " + kind() + ", and " + wanted + " is needed.", remedy);
        }
        return Optional.empty();
    }

    private static boolean isBoolean(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    private String kind() {
        return switch (node) {
            case MappingNode _ -> "a mapping";
            case SequenceNode _ -> "a list";
            case ScalarNode scalar when scalar.getTag().equals(Tag.BOOL) -> "true or false";
            case ScalarNode scalar -> Shown.of(scalar.getValue());
            default -> "something else";
        };
    }

    private String said() {
        return path.isEmpty() ? "the entry " : path + " ";
    }
}
