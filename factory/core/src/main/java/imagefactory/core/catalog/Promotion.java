package imagefactory.core.catalog;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where an image goes once it is published.
 *
 * @param stages what it is promoted through, in order; Kargo's steps edit the updates then, else the factory does
 * @param updates files that are made to name the image's digest
 */
public record Promotion(List<Stage> stages, List<Update> updates) {
    public static final Promotion NONE = new Promotion(List.of(), List.of());

    public Promotion {
        stages = List.copyOf(stages);
        updates = List.copyOf(updates);
    }

    /** The files that a stage edits. */
    public List<Update> updatesOf(Stage stage) {
        return updates.stream()
                .filter(update -> update.stage().filter(stage.name()::equals).isPresent())
                .toList();
    }

    /**
     * A stage.
     *
     * @param name a DNS label, unique in its image
     * @param soak how long the image has to have been in the stage before this one; zero for the first
     * @param verify names of analyses that have to pass here before it may go on
     */
    public record Stage(String name, Duration soak, List<String> verify) {
        public Stage {
            verify = List.copyOf(verify);
        }
    }

    /**
     * A file of a GitOps repository.
     *
     * @param stage the stage that edits it; empty where there are none
     * @param repository clone URL: {@code https}, {@code ssh} or {@code file}; never with credentials
     * @param branch the repository's default one where empty
     * @param path from the repository's root
     * @param edit how it is made to name the image
     */
    public record Update(Optional<String> stage, URI repository, Optional<String> branch, String path, Edit edit) {}

    /**
     * How a file is edited.
     *
     * @param key for {@code yaml-update} the way to the value, with dots between its words; for
     *     {@code kustomize-set-image} the image's name in the file, and where empty its registry and repository
     */
    public record Edit(Type type, Optional<String> key) {
        private static final String DEFAULT_KEY = "image";

        /** The way to the value that is edited in a YAML file. */
        public String yamlKey() {
            return key.orElse(DEFAULT_KEY);
        }

        /** Whether the value becomes the digest alone, and not {@code registry/repository@digest}. */
        public boolean holdsDigestAlone() {
            return yamlKey().equals("digest") || yamlKey().endsWith(".digest");
        }
    }

    /** The kinds of edits. */
    public enum Type {
        YAML_UPDATE("yaml-update"),
        KUSTOMIZE_SET_IMAGE("kustomize-set-image");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /** As in {@code images.yaml}, and as Kargo calls its step. */
        public String word() {
            return word;
        }
    }
}
