package imagefactory.kargo;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What there is once: the project with its namespace and policies, and who may do what in it. */
final class ProjectManifests {
    /** Whoever runs analyses here; it may do nothing. In the control namespace it is the factory's own. */
    static final String ACCOUNT = "image-factory";

    private static final String FOLDER = "project/";

    private final Meta meta;
    private final Setting setting;

    ProjectManifests(Meta meta, Setting setting) {
        this.meta = meta;
        this.setting = setting;
    }

    /** @param stages names of all stages: each takes what it may have by itself */
    List<Manifest> manifests(List<String> stages) {
        return List.of(
                file("namespace", clusterWide("v1", "Namespace", Map.of("kargo.akuity.io/project", "true"))),
                file("project", clusterWide(Meta.KARGO, "Project", Map.of())),
                file("project-config", config(stages)),
                file("service-account", account()),
                file("role", role()),
                file("role-binding", binding()));
    }

    private static Manifest file(String name, Tree tree) {
        return new Manifest(FOLDER + name + ".yaml", tree);
    }

    private Tree clusterWide(String apiVersion, String kind, Map<String, String> labels) {
        var all = Meta.labels();
        labels.forEach(all::with);
        return Tree.of("apiVersion", apiVersion)
                .with("kind", kind)
                .with("metadata", Tree.of("name", setting.project()).with("labels", all));
    }

    private Tree config(List<String> stages) {
        var policies = stages.stream()
                .map(name -> Tree.of("stageSelector", Tree.of("name", name)).with("autoPromotionEnabled", true))
                .toList();
        return meta.object(Meta.KARGO, "ProjectConfig", setting.project())
                .with("spec", new Tree().with("promotionPolicies", Optional.of(policies)));
    }

    private Tree account() {
        return meta.object("v1", "ServiceAccount", ACCOUNT).with("automountServiceAccountToken", false);
    }

    /**
     * The factory has Warehouses look anew, by an annotation, and reads what became of it. For a person who asks it, it creates a
     * Promotion; Kargo lets nobody do so for a stage without the verb {@code promote}.
     */
    private Tree role() {
        return meta.object(Meta.RBAC, "Role", ACCOUNT)
                .with(
                        "rules",
                        List.of(
                                rule(List.of("warehouses"), "get", "patch"),
                                rule(List.of("freights"), "get", "list"),
                                rule(List.of("stages"), "get", "promote"),
                                rule(List.of("promotions"), "create", "list")));
    }

    private static Tree rule(List<String> resources, String... verbs) {
        return Tree.of("apiGroups", List.of("kargo.akuity.io"))
                .with("resources", resources)
                .with("verbs", List.of(verbs));
    }

    private Tree binding() {
        return meta.object(Meta.RBAC, "RoleBinding", ACCOUNT)
                .with(
                        "roleRef",
                        Tree.of("apiGroup", "rbac.authorization.k8s.io")
                                .with("kind", "Role")
                                .with("name", ACCOUNT))
                .with(
                        "subjects",
                        List.of(Tree.of("kind", "ServiceAccount")
                                .with("name", ACCOUNT)
                                .with("namespace", setting.controlNamespace())));
    }
}
