package imagefactory.kargo.gitops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** {@code yaml-update}: one value of a file is set. Pure. */
final class YamlValue {
    private YamlValue() {}

    /** @param key the way to the value, with dots; it is there already, in one document of the file */
    static String set(String text, String key, String value) throws NotEditable {
        var file = YamlFile.read(text);
        var changed = file.with(at(file, key), value);
        if (at(YamlFile.read(changed), key) instanceof ScalarNode scalar
                && scalar.getValue().equals(value)) {
            return changed;
        }
        throw new NotEditable("is written so that " + key + " cannot be changed alone");
    }

    private static Node at(YamlFile file, String key) throws NotEditable {
        var found = new ArrayList<Node>();
        for (var document : file.documents()) {
            Optional<Node> node = YamlFile.find(document, List.of(key.split("\\.")));
            node.ifPresent(found::add);
        }
        if (found.size() != 1) {
            throw new NotEditable(
                    found.isEmpty()
                            ? "has no key " + key
                            : "has the key " + key + " in " + found.size() + " documents");
        }
        return found.getFirst();
    }
}
