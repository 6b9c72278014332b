package imagefactory.kargo;

import java.util.Optional;

/** One object of Kubernetes, in a file of its own. */
public final class Manifest {
    private static final String HEAD =
            "# Made by image-factory synth from images.yaml. Change that and synthesise again; edits here are lost.\n";

    private final String path;
    private final Tree tree;

    Manifest(String path, Tree tree) {
        this.path = path;
        this.tree = tree;
    }

    /** An object in a folder, in a file that is called as it is. */
    static Manifest in(String folder, Tree tree) {
        return new Manifest(folder + "/" + text(metadata(tree), "name") + ".yaml", tree);
    }

    /** Whether a file was written from a manifest, and may be written over or removed. */
    public static boolean isMade(String yaml) {
        return yaml.startsWith(HEAD);
    }

    /** The file's path below the folder of all manifests, with {@code /}. */
    public String path() {
        return path;
    }

    public String kind() {
        return text(tree, "kind");
    }

    /** Empty for a kustomization, which is no object. */
    public String name() {
        return text(metadata(tree), "name");
    }

    /** What it is for, in a sentence; empty where its kind says it. */
    public String description() {
        return metadata(tree).entries().get("annotations") instanceof Tree notes ? text(notes, Meta.DESCRIPTION) : "";
    }

    /** The file's content. */
    public String yaml() {
        return HEAD + YamlText.of(tree);
    }

    private static Tree metadata(Tree tree) {
        return tree.entries().get("metadata") instanceof Tree metadata ? metadata : new Tree();
    }

    private static String text(Tree tree, String key) {
        return Optional.ofNullable(tree.entries().get(key))
                .map(Object::toString)
                .orElse("");
    }
}
