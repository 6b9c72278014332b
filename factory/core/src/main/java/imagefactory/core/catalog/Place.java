package imagefactory.core.catalog;

import java.util.List;

/** The mappings that {@code images.yaml} is made of, and every key that each of them knows. */
enum Place {
    IMAGE(
            "",
            List.of(
                    "name",
                    "registry",
                    "repository",
                    "source",
                    "platforms",
                    "target",
                    "buildArgs",
                    "secrets",
                    "labels",
                    "format",
                    "cache",
                    "tags",
                    "version",
                    "rebuildDelay",
                    "autoRebuild",
                    "schedule",
                    "scan",
                    "stages",
                    "updates",
                    "allowTags",
                    "imageSelectionStrategy",
                    "repoURL",
                    "local",
                    "enrollment")),
    SOURCE(
            "source.",
            List.of("provider", "repo", "url", "branch", "dockerfile", "context", "workflow", "pipeline", "job")),
    VERSION("version.", List.of("file")),
    SCAN("scan.", List.of("ceiling", "onlyFixable", "accept")),
    ACCEPT("scan.accept[].", List.of("id", "reason", "until")),
    STAGE("stages[].", List.of("name", "soak", "verify")),
    UPDATE("updates[].", List.of("stage", "repo", "branch", "path", "type", "key")),
    LOCAL("local.", List.of("dir", "dockerfile", "patchFiles", "versionFile")),
    /** The originals' nested shape: what stands here counts as if it stood in the image itself. */
    ENROLLMENT("", List.of("registry", "repository", "source", "rebuildDelay", "autoRebuild", "updates"));

    private final String prefix;

    @SuppressWarnings("ImmutableEnumChecker") // each is made by List.of
    private final List<String> keys;

    Place(String prefix, List<String> keys) {
        this.prefix = prefix;
        this.keys = keys;
    }

    List<String> keys() {
        return keys;
    }

    /** The key with the way to it from the image: {@code source.dockerfile}. */
    String path(String key) {
        return prefix + key;
    }
}
