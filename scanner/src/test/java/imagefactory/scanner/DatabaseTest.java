package imagefactory.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Unavailable;
import imagefactory.scanner.Database.Version;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final DatabaseShelf shelf = new DatabaseShelf();
    private final Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);

    @Test
    void databaseInAFolderIsUsedWhereItIs() throws Exception {
        put(folder, metadata(2, now));

        assertThat(inFolder().current()).isEqualTo(new Version(folder, now));
    }

    @Test
    void missingDatabaseIsSaid() {
        assertUnavailable(
                inFolder(),
                "there is no vulnerability database in " + folder
                        + "; bring one: ./taskw setup makes the small one of a closed machine");
    }

    @Test
    void oldDatabaseIsWaitedFor() throws Exception {
        var made = now.minus(Duration.ofHours(50));
        put(folder, metadata(2, made));

        assertUnavailable(
                inFolder(),
                "the vulnerability database is 50 h old, made " + made
                        + ", and at most 48 h are allowed; renew it: ./taskw setup makes the small one of a closed machine");
    }

    @Test
    void databaseOfAnotherFormatIsSaid() throws Exception {
        put(folder, metadata(3, now));

        assertUnavailable(
                inFolder(),
                "the vulnerability database cannot be used: " + folder.resolve("metadata.json")
                        + " cannot be read: it is of format 3 and not 2; bring the database anew");
    }

    @Test
    void metadataThatCannotBeReadIsSaid() throws Exception {
        put(folder, "{\"Version\": 2, \"UpdatedAt\": \"yesterday\"}");
        assertThatThrownBy(() -> inFolder().current())
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("'yesterday' could not be parsed");

        put(folder, "{\"Version\": 2,");
        assertThatThrownBy(() -> inFolder().current()).isInstanceOf(Unavailable.class);
    }

    @Test
    void nameThatAnotherReplicaIsWritingIsLeftAlone() throws Exception {
        shelf.hold(DatabaseShelf.LAYER, layer(metadata(2, now)));
        var others =
                Files.writeString(Files.createDirectories(folder.resolve("db")).resolve("current.new"), "half");

        assertThat(inRepository().current().made()).isEqualTo(now);
        assertThat(others).hasContent("half");
    }

    @Test
    void databaseOfARepositoryIsBroughtOnce() throws Exception {
        shelf.hold(DatabaseShelf.LAYER, layer(metadata(2, now)));
        var database = inRepository();

        var version = database.current();

        assertThat(version.made()).isEqualTo(now);
        assertThat(version.folder()).isDirectoryContaining("glob:**trivy.db");
        assertThat(database.current()).isEqualTo(version);
        assertThat(database.known()).contains(version);
        assertThat(shelf.asked()).isEqualTo(1);
        assertThat(inRepository().current()).isEqualTo(version);
        assertThat(shelf.brought()).isEqualTo(1);
    }

    @Test
    void newerDatabaseIsBroughtAndTheOneBeforeStaysForWhoUsesIt() throws Exception {
        shelf.hold(DatabaseShelf.LAYER, layer(metadata(2, now)));
        var database = inRepository();
        var first = database.current();

        shelf.hold(DatabaseShelf.LAYER, layer(metadata(2, now.plusSeconds(1))));
        assertThat(database.current()).isEqualTo(first);
        clock.pass(Duration.ofHours(2));
        assertThat(database.known()).isEmpty();
        var second = database.current();

        assertThat(second.made()).isEqualTo(now.plusSeconds(1));
        assertThat(first.folder()).exists();

        shelf.hold(DatabaseShelf.LAYER, layer(metadata(2, now.plusSeconds(2))));
        clock.pass(Duration.ofHours(2));
        database.current();

        assertThat(first.folder()).doesNotExist();
        assertThat(second.folder()).exists();
    }

    @Test
    void lastDatabaseServesWhileTheRepositoryIsAway() throws Exception {
        shelf.hold(DatabaseShelf.LAYER, layer(metadata(2, now)));
        var database = inRepository();
        var version = database.current();

        shelf.isAway(true);
        clock.pass(Duration.ofHours(40));
        assertThat(database.current()).isEqualTo(version);

        clock.pass(Duration.ofHours(10));
        assertUnavailable(
                database,
                "the vulnerability database is 50 h old, made " + now
                        + ", and at most 48 h are allowed; ghcr.io is away");
    }

    @Test
    void repositoryWithOldDatabaseIsSaid() throws Exception {
        var made = now.minus(Duration.ofDays(3));
        shelf.hold(DatabaseShelf.LAYER, layer(metadata(2, made)));

        assertUnavailable(
                inRepository(),
                "the vulnerability database is 72 h old, made " + made
                        + ", and at most 48 h are allowed; the repository has no newer one");
    }

    @Test
    void repositoryThatHasNoneIsSaid() {
        assertUnavailable(
                inRepository(),
                "there is no vulnerability database at ghcr.io/aquasecurity/trivy-db:2; check the configured repository");
    }

    @Test
    void repositoryThatRefusesIsSaid() {
        shelf.refuse(new Problem(Code.REGISTRY_DENIED, "ghcr.io says 403.", "Log in."));

        assertUnavailable(inRepository(), "the vulnerability database could not be brought: ghcr.io says 403.");
    }

    @Test
    void otherArtifactsAreNoDatabase() throws Exception {
        shelf.hold("application/vnd.oci.image.layer.v1.tar+gzip", layer(metadata(2, now)));

        assertThatThrownBy(() -> inRepository().current())
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith("ghcr.io/aquasecurity/trivy-db:2 is no vulnerability database");
    }

    @Test
    void archiveHoldsTheTwoFilesAndNothingElse() throws Exception {
        assertRefused(archive(tar -> file(tar, "trivy.db", "x")), "it holds [trivy.db] and not");
        assertRefused(archive(tar -> file(tar, "../trivy.db", "x")), "it holds \"../trivy.db\", which no database has");
        assertRefused(archive(tar -> file(tar, "/etc/passwd", "x")), "which no database has");
        assertRefused(archive(tar -> link(tar, "trivy.db")), "it holds \"trivy.db\", which no database has");
        assertRefused(
                archive(tar -> file(tar, "metadata.json", "x".repeat(70_000))),
                "metadata.json has 70000 bytes, more than 65536");
        assertRefused(
                archive(tar -> {
                    for (int entry = 0; entry < 20; entry++) {
                        folder(tar, "d" + entry + "/");
                    }
                }),
                "it has more than 16 entries");
        assertRefused(new byte[] {1, 2, 3}, "could not be unpacked");
        assertThat(folder.resolve("db")).isEmptyDirectory();
    }

    @Test
    void unreadableDatabaseIsBroughtAnew() throws Exception {
        shelf.hold(DatabaseShelf.LAYER, layer(metadata(2, now)));
        var database = inRepository();

        database.unreadable(database.current());

        assertThat(database.known()).isEmpty();
        assertThat(database.current().folder()).exists();
        assertThat(shelf.brought()).isEqualTo(2);
    }

    private void assertRefused(byte[] layer, String why) {
        shelf.hold(DatabaseShelf.LAYER, layer);
        assertThatThrownBy(() -> inRepository().current())
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining(why);
    }

    private static void assertUnavailable(Database database, String message) {
        assertThatThrownBy(database::current).isInstanceOf(Unavailable.class).hasMessage(message);
    }

    private Database inFolder() {
        return new FolderDatabase(folder, TWO_DAYS, clock);
    }

    private Database inRepository() {
        var settings =
                new RepositoryDatabase.Settings(DatabaseShelf.REF, folder.resolve("db"), TWO_DAYS, Duration.ofHours(1));
        return new RepositoryDatabase(settings, shelf, clock);
    }

    private static void put(Path folder, String metadata) throws IOException {
        Files.writeString(folder.resolve("trivy.db"), "x");
        Files.writeString(folder.resolve("metadata.json"), metadata);
    }

    private static String metadata(int format, Instant made) {
        return "{\"Version\": %d, \"NextUpdate\": \"%s\", \"UpdatedAt\": \"%s\"}".formatted(format, made, made);
    }

    private static byte[] layer(String metadata) throws IOException {
        return gzip(
                TinyImage.tar(Map.of("trivy.db", TinyImage.bytes("x"), "metadata.json", TinyImage.bytes(metadata))));
    }

    /** Writes what an evil repository holds. */
    private interface Content {
        void writeTo(TarArchiveOutputStream tar) throws IOException;
    }

    private static byte[] archive(Content content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            content.writeTo(tar);
        }
        return gzip(bytes.toByteArray());
    }

    private static void file(TarArchiveOutputStream tar, String name, String text) throws IOException {
        var entry = new TarArchiveEntry(name, true);
        entry.setSize(text.length());
        tar.putArchiveEntry(entry);
        tar.write(TinyImage.bytes(text));
        tar.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream tar, String name) throws IOException {
        var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName("/etc/passwd");
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static void folder(TarArchiveOutputStream tar, String name) throws IOException {
        tar.putArchiveEntry(new TarArchiveEntry(name));
        tar.closeArchiveEntry();
    }

    private static byte[] gzip(byte[] tar) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(tar);
        }
        return bytes.toByteArray();
    }
}
