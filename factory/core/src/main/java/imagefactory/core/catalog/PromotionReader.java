package imagefactory.core.catalog;

import imagefactory.core.catalog.Promotion.Stage;
import imagefactory.core.catalog.Promotion.Update;
import imagefactory.core.source.Source;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code stages} and {@code updates}, and whether they fit each other. */
final class PromotionReader {
    static final List<String> TYPES =
            Arrays.stream(Promotion.Type.values()).map(Promotion.Type::word).toList();
    static final int MOST = 100;

    private static final List<String> KUSTOMIZATIONS =
            List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
    private static final Form<Promotion.Type> TYPE =
            Forms.oneOf(List.of(Promotion.Type.values()), Promotion.Type::word);
    private static final Form<String> YAML_KEY = Forms.matching(
            Pattern.compile("[A-Za-z0-9_-]{1,128}(\\.[A-Za-z0-9_-]{1,128}){0,15}"),
            "the way to the value, with dots: portal.image");
    private static final Form<String> IMAGE_NAME = Forms.matching(
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,254}"), "the image's name in the kustomization: portal");

    private final Form<URI> url;

    PromotionReader(Path folder) {
        url = new GitUrl(folder);
    }

    /** @param source where the image's own source lies: owner/name is looked for at the same provider */
    Promotion read(Fields image, Optional<Source> source) {
        var stages = image.get("stages").map(PromotionReader::stages).orElse(List.of());
        var names = stages.stream().map(Stage::name).toList();
        var provider = SourceReader.Provider.of(source);
        var updates = image.get("updates")
                .map(value -> updates(value, names, provider))
                .orElse(List.of());
        return new Promotion(stages, updates);
    }

    private static List<Stage> stages(Value value) {
        var stages = new ArrayList<Stage>();
        for (var item : value.items(0, MOST)) {
            var read = stage(new Fields(item, Place.STAGE));
            if (read.filter(stage -> stages.isEmpty() && !stage.soak().isZero()).isPresent()) {
                item.find("soaks in the stage before, and is the first.", "Move soak to the stage that has to wait.");
            }
            if (read.filter(stage ->
                            stages.stream().anyMatch(other -> other.name().equals(stage.name())))
                    .isPresent()) {
                item.find("is called " + read.get().name() + " too.", "Rename one.");
            }
            read.ifPresent(stages::add);
        }
        return stages;
    }

    private static Optional<Stage> stage(Fields fields) {
        var name = fields.need("name", Forms.NAME, () -> "Add name: dev.");
        var soak = fields.read("soak", Forms.DELAY_TIME).orElse(Duration.ZERO);
        var verify = fields.get("verify").map(list -> BuildReader.each(list.items(0, MOST), Forms.NAME));
        return name.map(it -> new Stage(it, soak, verify.orElse(List.of())));
    }

    private List<Update> updates(Value value, List<String> stages, SourceReader.Provider provider) {
        var updates = new ArrayList<Update>();
        for (var item : value.items(0, MOST)) {
            var read = update(new Fields(item, Place.UPDATE), stages, provider);
            if (read.isPresent() && updates.contains(read.get())) {
                item.find("is there twice.", "Remove one.");
            }
            read.ifPresent(updates::add);
        }
        return updates;
    }

    private Optional<Update> update(Fields fields, List<String> stages, SourceReader.Provider provider) {
        var stage = stageOf(fields, stages);
        var repository = fields.need(
                "repo",
                text -> text.contains(":") ? url.read(text) : SourceReader.clone(provider, text),
                () -> "Add repo: owner/name.");
        var branch = fields.read("branch", Forms.BRANCH);
        var path = fields.need("path", Forms.PATH, () -> "Add path: to the file.");
        var type = fields.need("type", TYPE, () -> "Add type: kustomize-set-image.");
        var key = type.flatMap(it -> fields.read("key", it == Promotion.Type.YAML_UPDATE ? YAML_KEY : IMAGE_NAME));
        if (type.filter(Promotion.Type.KUSTOMIZE_SET_IMAGE::equals).isPresent()) {
            path.filter(it -> !isKustomization(it))
                    .ifPresent(_ -> fields.get("path")
                            .ifPresent(it -> it.find("names no kustomization.", "End it with /kustomization.yaml.")));
        }
        if (!stages.isEmpty()
                && repository.filter(it -> !it.getScheme().equals("https")).isPresent()) {
            var text = fields.whole().path() + ".repo is not https, and Kargo clones nothing else from 1.13 on.";
            fields.whole().findings().warn(fields.at("repo"), text, "Write its https URL.");
        }
        return repository.flatMap(at -> path.flatMap(
                file -> type.map(how -> new Update(stage, at, branch, file, new Promotion.Edit(how, key)))));
    }

    private static Optional<String> stageOf(Fields fields, List<String> stages) {
        if (stages.isEmpty()) {
            fields.get("stage").ifPresent(it -> it.find("names a stage, and there are none.", "Add stages."));
            return Optional.empty();
        }
        return fields.need("stage", Forms.oneOf(stages), () -> "Add stage: " + String.join(" or ", stages) + ".");
    }

    private static boolean isKustomization(String path) {
        return KUSTOMIZATIONS.contains(path.substring(path.lastIndexOf('/') + 1));
    }
}
