package imagefactory.kargo;

import java.util.List;
import java.util.Locale;

/**
 * What is handed to a command as files. Each may be missing in the cluster: a public registry needs no account, and the
 * command says what it lacks.
 */
enum Given {
    /** ConfigMap {@code image-factory-keys}: {@code factory.pub}, the public key whose signatures count. */
    KEYS,
    /** Secret {@code image-factory-events}: {@code token}, which the factory wants from other machines. */
    EVENTS,
    /** Secret {@code image-factory-git}: a credential file for each host. */
    GIT,
    /** Secret {@code image-factory-registry} of type {@code kubernetes.io/dockerconfigjson}. */
    REGISTRY;

    private static final String PLACE = "/etc/image-factory/";

    String path() {
        return PLACE + volume();
    }

    Tree mount() {
        return Tree.of("name", volume()).with("mountPath", path()).with("readOnly", true);
    }

    Tree source() {
        var name = "image-factory-" + volume();
        return Tree.of("name", volume())
                .with(
                        this == KEYS ? "configMap" : "secret",
                        switch (this) {
                            case KEYS -> Tree.of("name", name).with("optional", true);
                            case EVENTS, GIT -> Tree.of("secretName", name).with("optional", true);
                            case REGISTRY ->
                                Tree.of("secretName", name)
                                        .with("items", List.of(dockerConfig()))
                                        .with("optional", true);
                        });
    }

    /** How the command is told where it is. */
    List<Tree> variables() {
        return switch (this) {
            case KEYS -> List.of();
            case EVENTS -> List.of(AnalysisJob.variable("FACTORY_TOKEN_FILE", path() + "/token"));
            case GIT -> List.of(AnalysisJob.variable("FACTORY_GIT_CREDENTIALS", path()));
            case REGISTRY -> List.of(AnalysisJob.variable("DOCKER_CONFIG", path()));
        };
    }

    private String volume() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Tree dockerConfig() {
        return Tree.of("key", ".dockerconfigjson").with("path", "config.json");
    }
}
