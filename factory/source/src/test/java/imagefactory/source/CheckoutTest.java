package imagefactory.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.outcome.Refused;
import imagefactory.core.source.TreeEntry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckoutTest {
    private static final String BLOB = "0".repeat(40);

    @TempDir
    Path temp;

    @Test
    void commitAndFolderHaveTheSameEntriesAndGiveTheSameFiles() throws Exception {
        var repository = new GitRepository(temp.resolve("repository"))
                .write("src/deep/file", "hello\n")
                .write("run", "#!/bin/sh\n");
        assertThat(repository.folder().resolve("run").toFile().setExecutable(true))
                .isTrue();
        Files.createSymbolicLink(repository.folder().resolve("link"), Path.of("/etc/passwd"));
        var commit = repository.commit("first");
        var settings = GitSettings.of(temp.resolve("cache"), Optional.empty());

        try (var revision = Revision.open(repository.url(), commit, settings)) {
            var files = revision.files("");
            var out = Files.createDirectory(temp.resolve("out"));
            revision.checkout(files, out);

            assertThat(new LocalTree(repository.folder()).files(path -> true)).isEqualTo(files);
            assertThat(new LocalTree(out).files(path -> true)).isEqualTo(files);
            assertThat(Files.readSymbolicLink(out.resolve("link"))).isEqualTo(Path.of("/etc/passwd"));
        }
    }

    @Test
    void onlyTheListedFilesAreWritten() throws Exception {
        var repository =
                new GitRepository(temp.resolve("repository")).write("keep", "1").write("drop", "2");
        var commit = repository.commit("first");
        var settings = GitSettings.of(temp.resolve("cache"), Optional.empty());

        try (var revision = Revision.open(repository.url(), commit, settings)) {
            var out = Files.createDirectory(temp.resolve("out"));
            revision.checkout(
                    revision.files("").stream()
                            .filter(file -> file.path().equals("keep"))
                            .toList(),
                    out);

            assertThat(out).isDirectoryContaining("glob:**/keep").isDirectoryNotContaining("glob:**/drop");
        }
    }

    @Test
    void permissionsAndTimesAreAlwaysTheSame() throws Exception {
        var out = Files.createDirectory(
                temp.resolve("out"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

        write(out, new TreeEntry("a/b", "100644", BLOB), new TreeEntry("a/c", "100755", BLOB));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                .isEqualTo("rwxr-xr-x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve("a/b"))))
                .isEqualTo("rw-r--r--");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve("a/c"))))
                .isEqualTo("rwxr-xr-x");
        for (var path : List.of("", "a", "a/b", "a/c")) {
            assertThat(Files.getLastModifiedTime(out.resolve(path)).toString()).isEqualTo("1980-01-02T00:00:00Z");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../x", "/x", "a//x", "./x", ".git/config", "a/.GIT/hooks/x", "x/"})
    void pathThatLeavesTheFolderIsRefused(String path) throws Exception {
        var out = Files.createDirectory(temp.resolve("out"));

        assertThatThrownBy(() -> write(out, new TreeEntry(path, "100644", BLOB)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void nothingIsWrittenThroughALink() throws Exception {
        var out = Files.createDirectory(temp.resolve("out"));
        var target = Files.createDirectory(temp.resolve("target"));

        assertThatThrownBy(() -> new Checkout(out)
                        .write(
                                List.of(new TreeEntry("a", "120000", BLOB), new TreeEntry("a/b", "100644", BLOB)),
                                file -> new ByteArrayInputStream(
                                        target.toString().getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("below something that is no folder");
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void folderThatChangesWhileItIsReadIsRefused() throws Exception {
        var folder = Files.createDirectory(temp.resolve("folder"));
        Files.writeString(folder.resolve("a"), "one");
        var tree = new LocalTree(folder);
        var files = tree.files(path -> true);
        Files.writeString(folder.resolve("a"), "two");

        assertThatThrownBy(() -> tree.checkout(files, Files.createDirectory(temp.resolve("out"))))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("changed while it was read");
    }

    @Test
    void whatIsIgnoredNeedNotBeReadable() throws Exception {
        var folder = Files.createDirectory(temp.resolve("closed"));
        Files.writeString(folder.resolve("a"), "one");
        var closed = Files.createDirectory(folder.resolve("secret"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        try {
            assertThat(new LocalTree(folder).files(path -> !path.startsWith("secret")))
                    .extracting(TreeEntry::path)
                    .containsExactly("a");
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void worktreesAndRepositoriesInsideAreListedAsGitDoes() throws Exception {
        var folder = Files.createDirectory(temp.resolve("worktree"));
        Files.writeString(folder.resolve(".git"), "gitdir: ../elsewhere");
        Files.writeString(folder.resolve("a"), "one");
        Files.createDirectories(folder.resolve("module"));
        Files.writeString(folder.resolve("module/.git"), "gitdir: ../elsewhere");
        Files.writeString(folder.resolve("module/b"), "two");

        assertThat(new LocalTree(folder).files(path -> true))
                .extracting(TreeEntry::path)
                .containsExactly("a");
    }

    private static void write(Path out, TreeEntry... files) throws Exception {
        new Checkout(out).write(List.of(files), file -> new ByteArrayInputStream("x".getBytes(StandardCharsets.UTF_8)));
    }
}
