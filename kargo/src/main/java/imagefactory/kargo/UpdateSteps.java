package imagefactory.kargo;

import imagefactory.core.catalog.Promotion.Update;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The steps with which Kargo makes files of GitOps repositories name an image's digest: clone, edit, commit, push. */
final class UpdateSteps {
    private final Watched watched;
    private final String message;

    private record Checkout(URI repository, Optional<String> branch) {}

    /** @param subject what the commits say that they are for */
    UpdateSteps(Watched watched, String subject) {
        this.watched = watched;
        message = subject + ": " + reference();
    }

    /** A repository is cloned once, whatever number of its files is edited. */
    List<Tree> of(List<Update> updates) {
        var checkouts = new LinkedHashMap<Checkout, List<Update>>();
        for (var update : updates) {
            var checkout = new Checkout(update.repository(), update.branch());
            checkouts.computeIfAbsent(checkout, _ -> new ArrayList<>()).add(update);
        }
        var steps = new ArrayList<Tree>();
        int number = 1;
        for (var each : checkouts.entrySet()) {
            var folder = "./gitops-" + number++;
            steps.add(clone(each.getKey(), folder));
            each.getValue().forEach(update -> steps.add(edit(update, folder + "/")));
            steps.add(step("git-commit", Tree.of("path", folder).with("message", message)));
            steps.add(step("git-push", Tree.of("path", folder)));
        }
        return steps;
    }

    /** The image that is promoted, by its digest. */
    String reference() {
        return watched.repository() + "@" + digest();
    }

    private String digest() {
        return Expressions.evaluated(watched.inFreight() + ".Digest");
    }

    static Tree step(String uses, Tree config) {
        return Tree.of("uses", uses).with("config", config);
    }

    private static Tree clone(Checkout from, String folder) {
        var checkout = Tree.of("path", folder).with("branch", from.branch().map(Expressions::literally));
        return step(
                "git-clone",
                Tree.of("repoURL", Expressions.literally(from.repository().toString()))
                        .with("checkout", List.of(checkout)));
    }

    private Tree edit(Update update, String folder) {
        return switch (update.edit().type()) {
            case YAML_UPDATE -> {
                var value = update.edit().holdsDigestAlone() ? digest() : reference();
                var change = Tree.of("key", update.edit().yamlKey()).with("value", value);
                yield step(
                        "yaml-update",
                        Tree.of("path", Expressions.literally(folder + update.path()))
                                .with("updates", List.of(change)));
            }
            case KUSTOMIZE_SET_IMAGE ->
                step(
                        "kustomize-set-image",
                        Tree.of("path", Expressions.literally(parent(folder + update.path())))
                                .with("images", List.of(kustomized(update))));
        };
    }

    /** An image that goes by another name in the file is given its own. */
    private Tree kustomized(Update update) {
        var repository = watched.repository().toString();
        var alias = update.edit().key().filter(key -> !key.equals(repository));
        return Tree.of("image", repository)
                .with("name", alias)
                .with("newName", alias.map(_ -> repository))
                .with("digest", digest());
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }
}
