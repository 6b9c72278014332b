package imagefactory.kargo;

import java.util.Optional;

/** How objects are introduced: what they are, what they are called, whose they are. */
final class Meta {
    /** Kargo's interface shows it (docs.kargo.io, "Annotations"). */
    static final String DESCRIPTION = "kargo.akuity.io/description";

    static final String KARGO = "kargo.akuity.io/v1alpha1";
    static final String ROLLOUTS = "argoproj.io/v1alpha1";
    static final String RBAC = "rbac.authorization.k8s.io/v1";

    private final Setting setting;

    Meta(Setting setting) {
        this.setting = setting;
    }

    /** An object of the project's namespace. */
    Tree object(String apiVersion, String kind, String name) {
        return object(apiVersion, kind, name, Optional.empty(), Optional.empty());
    }

    /**
     * An object of the project's namespace.
     *
     * @param image the enrolled image that it is for
     * @param description one sentence
     */
    Tree object(String apiVersion, String kind, String name, Optional<String> image, Optional<String> description) {
        var metadata = Tree.of("name", name)
                .with("namespace", setting.project())
                .with("labels", labels().with("io.imagefactory.image", image))
                .with("annotations", description.map(it -> Tree.of(DESCRIPTION, it)));
        return Tree.of("apiVersion", apiVersion).with("kind", kind).with("metadata", metadata);
    }

    static Tree labels() {
        return Tree.of("app.kubernetes.io/managed-by", "image-factory");
    }
}
