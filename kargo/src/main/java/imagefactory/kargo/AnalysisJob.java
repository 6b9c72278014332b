package imagefactory.kargo;

import java.util.List;

/** A Job that runs one command of this project: without rights in the cluster, without a shell, for a limited time. */
final class AnalysisJob {
    private static final String PLACE = "/etc/image-factory";
    static final String PUBLIC_KEY = PLACE + "/keys/factory.pub";

    private static final String CONTAINER = "command";
    private static final int LIMIT_SECONDS = 3600;
    private static final int KEPT_SECONDS = 86_400;
    private static final int USER = 1000;

    private final Setting setting;

    AnalysisJob(Setting setting) {
        this.setting = setting;
    }

    Tree running(List<String> command) {
        var spec = Tree.of("backoffLimit", 2)
                .with("activeDeadlineSeconds", LIMIT_SECONDS)
                .with("ttlSecondsAfterFinished", KEPT_SECONDS)
                .with("podFailurePolicy", Tree.of("rules", List.of(finalExits())))
                .with(
                        "template",
                        Tree.of("metadata", Tree.of("labels", Meta.labels())).with("spec", pod(command)));
        return Tree.of("metadata", Tree.of("labels", Meta.labels())).with("spec", spec);
    }

    /** A factory or registry that could not be reached (3) may be there in a moment; any other answer stays. */
    private static Tree finalExits() {
        var exits = Tree.of("containerName", CONTAINER).with("operator", "In").with("values", List.of(1, 2, 4));
        return Tree.of("action", "FailJob").with("onExitCodes", exits);
    }

    private Tree pod(List<String> command) {
        var security = Tree.of("runAsNonRoot", true)
                .with("runAsUser", USER)
                .with("runAsGroup", USER)
                .with("fsGroup", USER)
                .with("seccompProfile", Tree.of("type", "RuntimeDefault"));
        return Tree.of("restartPolicy", "Never")
                .with("serviceAccountName", ProjectManifests.ACCOUNT)
                .with("automountServiceAccountToken", false)
                .with("enableServiceLinks", false)
                .with("securityContext", security)
                .with("containers", List.of(container(command)))
                .with("volumes", volumes());
    }

    private Tree container(List<String> command) {
        var security = Tree.of("allowPrivilegeEscalation", false)
                .with("readOnlyRootFilesystem", true)
                .with("capabilities", Tree.of("drop", List.of("ALL")));
        var resources = Tree.of("requests", Tree.of("cpu", "100m").with("memory", "128Mi"))
                .with("limits", Tree.of("memory", "512Mi"));
        return Tree.of("name", CONTAINER)
                .with("image", setting.commands().toString())
                .with("imagePullPolicy", "IfNotPresent")
                .with("command", List.of("image-factory"))
                .with("args", command)
                .with("env", environment())
                .with("resources", resources)
                .with("securityContext", security)
                .with("volumeMounts", mounts());
    }

    private List<Tree> environment() {
        return List.of(
                variable("HOME", "/tmp"),
                variable("FACTORY_URL", setting.factory().toString()),
                variable("FACTORY_TOKEN_FILE", PLACE + "/events/token"),
                variable("FACTORY_GIT_CREDENTIALS", PLACE + "/git"),
                variable("FACTORY_WORK", "/tmp/work"),
                variable("DOCKER_CONFIG", PLACE + "/registry"));
    }

    private static Tree variable(String name, String value) {
        return Tree.of("name", name).with("value", value);
    }

    private static List<Tree> mounts() {
        return List.of(
                Tree.of("name", "tmp").with("mountPath", "/tmp"),
                mount("keys"),
                mount("events"),
                mount("git"),
                mount("registry"));
    }

    private static Tree mount(String name) {
        return Tree.of("name", name).with("mountPath", PLACE + "/" + name).with("readOnly", true);
    }

    /** All of them may be missing: each command needs one or two. */
    private static List<Tree> volumes() {
        var keys = Tree.of("name", "image-factory-keys").with("optional", true);
        var registry = Tree.of("secretName", "image-factory-registry")
                .with("items", List.of(Tree.of("key", ".dockerconfigjson").with("path", "config.json")))
                .with("optional", true);
        return List.of(
                Tree.of("name", "tmp").with("emptyDir", Tree.of("sizeLimit", "1Gi")),
                Tree.of("name", "keys").with("configMap", keys),
                secret("events", TriggerStage.SECRET),
                secret("git", "image-factory-git"),
                Tree.of("name", "registry").with("secret", registry));
    }

    private static Tree secret(String volume, String secret) {
        return Tree.of("name", volume)
                .with("secret", Tree.of("secretName", secret).with("optional", true));
    }
}
