package imagefactory.core.catalog;

/** Checks the keys that nothing obeys yet, so that a file written today is right when something does. */
final class LaterReader {
    private static final int MOST_PATCHES = 100;

    private LaterReader() {}

    static void check(Fields fields) {
        fields.fields("local", Place.LOCAL).ifPresent(LaterReader::local);
    }

    private static void local(Fields local) {
        local.read("dir", Forms.FOLDER);
        local.read("dockerfile", Forms.PATH);
        local.read("versionFile", Forms.PATH);
        local.get("patchFiles").ifPresent(files -> BuildReader.each(files.items(0, MOST_PATCHES), Forms.PATH));
    }
}
