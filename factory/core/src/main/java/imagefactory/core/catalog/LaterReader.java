package imagefactory.core.catalog;

import imagefactory.core.image.Repository;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Checks the keys that nothing obeys yet, so that a file written today is right when something does. */
final class LaterReader {
    static final List<String> STRATEGIES = List.of("Lexical", "SemVer", "NewestBuild", "Digest");
    static final List<String> UPDATE_TYPES = List.of("yaml-update", "kustomize-set-image");
    static final int MOST = 100;

    private static final Form<URI> ANY_FOLDER = new GitUrl(Path.of(""));

    private LaterReader() {}

    static void check(Fields fields) {
        fields.read("allowTags", Forms.REGEX);
        fields.read("imageSelectionStrategy", Forms.oneOf(STRATEGIES));
        fields.get("stages").ifPresent(LaterReader::stages);
        fields.get("updates").ifPresent(LaterReader::updates);
        fields.fields("local", Place.LOCAL).ifPresent(LaterReader::local);
    }

    /** {@code repoURL} of the originals: registry and repository in one. */
    static Repository repoUrl(String text) throws Unreadable {
        try {
            return Repository.parse(text);
        } catch (IllegalArgumentException e) {
            throw Unreadable.write("registry/repository without a tag: docker.io/library/postgres");
        }
    }

    private static void stages(Value value) {
        for (var item : value.items(0, MOST)) {
            var stage = new Fields(item, Place.STAGE);
            stage.need("name", Forms.NAME, () -> "Add name: dev.");
            stage.read("soak", Forms.DELAY_TIME);
            stage.get("verify").ifPresent(verify -> BuildReader.each(verify.items(0, MOST), Forms.NAME));
        }
    }

    private static void updates(Value value) {
        for (var item : value.items(0, MOST)) {
            var update = new Fields(item, Place.UPDATE);
            update.read("stage", Forms.NAME);
            update.need("repo", LaterReader::updated, () -> "Add repo: owner/name.");
            update.need("path", Forms.PATH, () -> "Add path: to the file.");
            update.need("type", Forms.oneOf(UPDATE_TYPES), () -> "Add type: kustomize-set-image.");
        }
    }

    private static String updated(String text) throws Unreadable {
        if (text.contains(":")) {
            return ANY_FOLDER.read(text).toString();
        }
        return SourceReader.OWNER_AND_NAME.read(text);
    }

    private static void local(Fields local) {
        local.read("dir", Forms.FOLDER);
        local.read("dockerfile", Forms.PATH);
        local.read("versionFile", Forms.PATH);
        local.get("patchFiles").ifPresent(files -> BuildReader.each(files.items(0, MOST), Forms.PATH));
    }
}
