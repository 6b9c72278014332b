package imagefactory.kargo;

import java.util.List;
import java.util.stream.Stream;

/** A Job that runs one command of this project: without rights in the cluster, without a shell, for a limited time. */
final class AnalysisJob {
    private static final String CONTAINER = "command";

    /** ConfigMap with more of the command line's variables: registries in plain http, certificates, proxies. */
    private static final String SETTINGS = "image-factory-settings";

    private static final int LIMIT_SECONDS = 3600;
    private static final int KEPT_SECONDS = 86_400;
    private static final int USER = 1000;

    private final Setting setting;

    AnalysisJob(Setting setting) {
        this.setting = setting;
    }

    /** @param given what the command reads; it sees nothing else */
    Tree running(List<String> command, List<Given> given) {
        var spec = Tree.of("backoffLimit", 2)
                .with("activeDeadlineSeconds", LIMIT_SECONDS)
                .with("ttlSecondsAfterFinished", KEPT_SECONDS)
                .with("podFailurePolicy", Tree.of("rules", List.of(finalExits())))
                .with(
                        "template",
                        Tree.of("metadata", Tree.of("labels", Meta.labels())).with("spec", pod(command, given)));
        return Tree.of("metadata", Tree.of("labels", Meta.labels())).with("spec", spec);
    }

    /** A factory or registry that could not be reached (3) may be there in a moment; any other answer stays. */
    private static Tree finalExits() {
        var exits = Tree.of("containerName", CONTAINER).with("operator", "In").with("values", List.of(1, 2, 4));
        return Tree.of("action", "FailJob").with("onExitCodes", exits);
    }

    private Tree pod(List<String> command, List<Given> given) {
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
                .with("containers", List.of(container(command, given)))
                .with(
                        "volumes",
                        and(
                                Tree.of("name", "tmp").with("emptyDir", Tree.of("sizeLimit", "1Gi")),
                                given.stream().map(Given::source)));
    }

    private Tree container(List<String> command, List<Given> given) {
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
                .with(
                        "envFrom",
                        List.of(Tree.of(
                                "configMapRef", Tree.of("name", SETTINGS).with("optional", true))))
                .with("env", environment(given))
                .with("resources", resources)
                .with("terminationMessagePolicy", "FallbackToLogsOnError")
                .with("securityContext", security)
                .with(
                        "volumeMounts",
                        and(
                                Tree.of("name", "tmp").with("mountPath", "/tmp"),
                                given.stream().map(Given::mount)));
    }

    private List<Tree> environment(List<Given> given) {
        var own = Stream.of(
                variable("HOME", "/tmp"),
                variable("FACTORY_URL", setting.factory().toString()),
                variable("FACTORY_WORK", "/tmp/work"));
        return Stream.concat(own, given.stream().flatMap(each -> each.variables().stream()))
                .toList();
    }

    static Tree variable(String name, String value) {
        return Tree.of("name", name).with("value", value);
    }

    private static List<Tree> and(Tree first, Stream<Tree> others) {
        return Stream.concat(Stream.of(first), others).toList();
    }
}
