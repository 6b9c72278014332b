package imagefactory.kargo.gitops;

import imagefactory.core.image.Digest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * {@code kustomize-set-image}: an image of a {@code kustomization.yaml} gets a digest, as {@code kustomize edit set image}
 * does it. A tag would be what the digest is not, so it goes. Pure.
 */
final class Kustomization {
    private static final String IMAGES = "images";
    private static final String NAME = "name";
    private static final String NEW_NAME = "newName";
    private static final String NEW_TAG = "newTag";
    private static final String DIGEST = "digest";

    /** What no reader of YAML takes for anything but text. */
    private static final Pattern TEXT = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*(:[0-9]+)?/[A-Za-z0-9._/-]+");

    private Kustomization() {}

    /**
     * An image of the file.
     *
     * @param name as the file calls it
     * @param newName what it is called in fact, where that is something else
     */
    record Wanted(String name, Optional<String> newName, Digest digest) {}

    static String set(String text, Wanted wanted) throws NotEditable {
        if (entry(YamlFile.read(text), wanted.name()).isEmpty()) {
            return checked(added(YamlFile.read(text), wanted), wanted);
        }
        var next = field(text, wanted, DIGEST, wanted.digest().value());
        if (wanted.newName().isPresent()) {
            next = field(next, wanted, NEW_NAME, wanted.newName().get());
        }
        return checked(without(next, wanted, NEW_TAG), wanted);
    }

    private static String field(String text, Wanted wanted, String field, String value) throws NotEditable {
        var file = YamlFile.read(text);
        var entry = entry(file, wanted.name()).orElseThrow();
        var there = YamlFile.find(entry, field);
        if (there.isPresent()) {
            return file.with(there.get().getValueNode(), value);
        }
        var tag = YamlFile.find(entry, NEW_TAG);
        if (field.equals(DIGEST) && tag.isPresent()) {
            YamlFile.checkUnshared(tag.get().getValueNode());
            return file.spliced(
                    file.start(tag.get().getKeyNode()), file.end(tag.get().getValueNode()), field + ": " + value);
        }
        return file.with(entry, YamlFile.find(entry, NAME).orElseThrow(), field + ": " + value);
    }

    private static String without(String text, Wanted wanted, String field) throws NotEditable {
        var file = YamlFile.read(text);
        var entry = entry(file, wanted.name()).orElseThrow();
        var there = YamlFile.find(entry, field);
        if (there.isEmpty()) {
            return text;
        }
        YamlFile.checkUnshared(there.get().getValueNode());
        return file.without(entry, there.get());
    }

    private static String added(YamlFile file, Wanted wanted) throws NotEditable {
        var images = file.documents().isEmpty()
                ? Optional.<Node>empty()
                : YamlFile.find(root(file), IMAGES).map(NodeTuple::getValueNode);
        if (images.isEmpty()) {
            var text = file.text();
            var gap = text.isEmpty() || text.endsWith("\n") ? "" : file.lineBreak();
            return text + gap + IMAGES + ":" + file.lineBreak() + item(wanted, file.lineBreak(), "") + file.lineBreak();
        }
        YamlFile.checkUnshared(images.get());
        return switch (images.get()) {
            case SequenceNode list
            when list.getFlowStyle() == FlowStyle.FLOW -> {
                int at = file.start(list) + 1;
                yield file.spliced(at, at, flowItem(wanted) + (list.getValue().isEmpty() ? "" : ", "));
            }
            case SequenceNode list -> {
                var indentation = file.indentation(list);
                yield file.spliced(
                        file.start(list),
                        file.start(list),
                        item(wanted, file.lineBreak(), indentation) + file.lineBreak() + indentation);
            }
            case ScalarNode nothing
            when nothing.getTag().equals(Tag.NULL) -> {
                var gap = file.start(nothing) == file.end(nothing) ? " " : "";
                yield file.spliced(file.start(nothing), file.end(nothing), gap + "[" + flowItem(wanted) + "]");
            }
            default -> throw new NotEditable("has no list of images");
        };
    }

    private static String item(Wanted wanted, String lineBreak, String indentation) {
        var item = new StringBuilder("- ").append(NAME).append(": ").append(quoted(wanted.name()));
        wanted.newName()
                .ifPresent(name -> item.append(lineBreak)
                        .append(indentation)
                        .append("  " + NEW_NAME + ": ")
                        .append(quoted(name)));
        return item.append(lineBreak)
                .append(indentation)
                .append("  " + DIGEST + ": ")
                .append(wanted.digest())
                .toString();
    }

    private static String flowItem(Wanted wanted) {
        var newName = wanted.newName()
                .map(name -> ", " + NEW_NAME + ": " + quoted(name))
                .orElse("");
        return "{" + NAME + ": " + quoted(wanted.name()) + newName + ", " + DIGEST + ": " + wanted.digest() + "}";
    }

    private static String quoted(String name) {
        return TEXT.matcher(name).matches() ? name : "'" + name + "'";
    }

    /** What was written is read back: a file that is laid out in a way nobody thought of is left as it was. */
    private static String checked(String text, Wanted wanted) throws NotEditable {
        var entry = entry(YamlFile.read(text), wanted.name());
        if (entry.isEmpty()
                || !value(entry.get(), DIGEST)
                        .equals(Optional.of(wanted.digest().value()))
                || (wanted.newName().isPresent()
                        && !value(entry.get(), NEW_NAME).equals(wanted.newName()))
                || value(entry.get(), NEW_TAG).isPresent()) {
            throw new NotEditable("is written so that the image " + wanted.name() + " cannot be changed alone");
        }
        return text;
    }

    private static Optional<MappingNode> entry(YamlFile file, String name) throws NotEditable {
        if (file.documents().isEmpty()) {
            return Optional.empty();
        }
        var images = YamlFile.find(root(file), IMAGES).map(NodeTuple::getValueNode);
        if (images.isEmpty() || !(images.get() instanceof SequenceNode list)) {
            return Optional.empty();
        }
        var found = Optional.<MappingNode>empty();
        for (var item : list.getValue()) {
            if (item instanceof MappingNode entry && value(entry, NAME).equals(Optional.of(name))) {
                if (found.isPresent()) {
                    throw new NotEditable("has the image " + name + " twice");
                }
                YamlFile.checkUnshared(entry);
                found = Optional.of(entry);
            }
        }
        return found;
    }

    private static MappingNode root(YamlFile file) throws NotEditable {
        if (file.documents().size() == 1 && file.documents().getFirst() instanceof MappingNode root) {
            return root;
        }
        throw new NotEditable("is no kustomization: one document with keys was expected");
    }

    private static Optional<String> value(MappingNode entry, String key) throws NotEditable {
        return YamlFile.find(entry, key)
                .map(NodeTuple::getValueNode)
                .flatMap(node -> node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty());
    }
}
