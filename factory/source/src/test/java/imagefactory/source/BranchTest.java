package imagefactory.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches of a repository on this machine, and of one behind a real git server. */
class BranchTest {
    private static final Instant AT = Instant.parse("2026-11-21T09:40:31Z");

    @TempDir
    Path temp;

    private Path credentials;
    private GitRepository work;
    private Path bare;

    @BeforeEach
    void create() throws Exception {
        credentials = Files.createDirectory(temp.resolve("credentials"));
        work = new GitRepository(temp.resolve("work"));
        work.write("apps/portal.yaml", "image: a\n").write("apps/run", "x").write("readme.md", "hello\n");
        Files.setPosixFilePermissions(work.folder().resolve("apps/run"), PosixFilePermissions.fromString("rwxr-xr-x"));
        work.commit("first");
        bare = temp.resolve("repositories/gitops.git");
        work.git("clone", "--quiet", "--bare", ".", bare.toString());
        work.git("remote", "add", "origin", bare.toString());
    }

    @Test
    void aCommitHasWhatWasWrittenAndRemovedAndKeepsTheRest() throws Exception {
        try (var branch = Branch.open(local(), Optional.empty(), settings())) {
            branch.write("apps/portal.yaml", Bytes.utf8("image: b\n"));
            branch.write("apps/deep/new/file.yaml", Bytes.utf8("x: 1\n"));
            branch.write("apps/run", Bytes.utf8("y"));
            branch.remove("readme.md");

            var commit = branch.push("portal: b\n\nbecause\n", AT);

            assertThat(commit).contains(git("rev-parse", "main"));
        }
        assertThat(git("show", "main:apps/portal.yaml")).isEqualTo("image: b");
        assertThat(git("ls-tree", "-r", "--name-only", "main").lines())
                .containsExactly("apps/deep/new/file.yaml", "apps/portal.yaml", "apps/run");
        assertThat(git("ls-tree", "main", "apps/run")).startsWith("100755");
        assertThat(git("log", "-1", "--format=%an %ae %aI %s|%b|%P", "main"))
                .startsWith("Image Factory image-factory@localhost 2026-11-21T09:40:31")
                .endsWith("portal: b|because\n|" + work.git("rev-parse", "HEAD").strip());
        assertThat(git("fsck", "--strict", "--no-dangling")).isEmpty();
    }

    @Test
    void whatIsThereAlreadyMakesNoCommit() throws Exception {
        var before = git("rev-parse", "main");

        try (var branch = Branch.open(local(), Optional.of("main"), settings())) {
            branch.write("apps/portal.yaml", Bytes.utf8("image: a\n"));
            branch.remove("never.yaml");

            assertThat(branch.push("nothing", AT)).contains(before);
        }
        assertThat(git("rev-parse", "main")).isEqualTo(before);
    }

    @Test
    void whatOthersPushedMeanwhileIsNeverLost() throws Exception {
        try (var branch = Branch.open(local(), Optional.empty(), settings())) {
            branch.write("apps/portal.yaml", Bytes.utf8("image: b\n"));
            work.write("other", "1").commit("other");
            work.git("push", "--quiet", "origin", "main");

            assertThat(branch.push("late", AT)).isEmpty();
        }
        assertThat(git("log", "-1", "--format=%s", "main")).isEqualTo("other");
    }

    @Test
    void aBranchThatIsCheckedOutIsNotMoved() throws Exception {
        try (var branch = Branch.open(work.url(), Optional.of("main"), settings())) {
            branch.write("apps/portal.yaml", Bytes.utf8("image: b\n"));

            assertThatThrownBy(() -> branch.push("no", AT))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.problem().text()).contains("is checked out there"));
        }
    }

    @Test
    void nothingIsReadOrWrittenThroughLinksAndOutOfTheRepository() throws Exception {
        Files.createSymbolicLink(work.folder().resolve("apps/link.yaml"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(work.folder().resolve("out"), Path.of("/tmp"));
        work.commit("hostile");
        work.git("push", "--quiet", "origin", "main");

        try (var branch = Branch.open(local(), Optional.empty(), settings())) {
            assertThatThrownBy(() -> branch.read("apps/link.yaml")).hasMessageContaining("is a symbolic link");
            assertThatThrownBy(() -> branch.read("apps")).hasMessageContaining("is a folder");
            assertThat(branch.read("out/x")).isEmpty();
            assertThat(branch.readAll("apps", _ -> true)).containsOnlyKeys("portal.yaml", "run");
            assertThatThrownBy(() -> branch.read("../x")).hasMessageContaining("leads out of the repository");
            assertThatThrownBy(() -> branch.write("a/../../x", Bytes.utf8("")))
                    .hasMessageContaining("leads out of the repository");
            assertThatThrownBy(() -> branch.write("a/.GIT/config", Bytes.utf8("")))
                    .hasMessageContaining("names no file");
            branch.write("out/x", Bytes.utf8("x"));
            assertThatThrownBy(() -> branch.push("hostile", AT)).hasMessageContaining("stands in the way");
        }
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws Exception {
        work.write("apps/large.yaml", "x".repeat((1 << 20) + 1)).commit("large");
        work.git("push", "--quiet", "origin", "main");

        try (var branch = Branch.open(local(), Optional.empty(), settings())) {
            assertThatThrownBy(() -> branch.read("apps/large.yaml")).hasMessageContaining("1048576 are allowed");
        }
    }

    @Test
    void aServerIsPushedToWithTheCredentialsOfItsHost() throws Exception {
        try (var server = server("robot:secret")) {
            Files.writeString(credentials.resolve(server.credentialsFile()), "robot:secret\n");
            for (int number = 1; number <= 2; number++) {
                try (var branch = Branch.open(server.url("gitops.git"), Optional.empty(), settings())) {
                    assertThat(branch.name()).isEqualTo("main");
                    branch.write("apps/portal.yaml", Bytes.utf8("image: " + number + "\n"));

                    assertThat(branch.push("image " + number, AT)).contains(git("rev-parse", "main"));
                }
            }
        }
        assertThat(git("log", "--format=%s", "main").lines()).containsExactly("image 2", "image 1", "first");
        assertThat(git("show", "main:readme.md")).isEqualTo("hello");
        assertThat(git("fsck", "--strict", "--no-dangling")).isEmpty();
    }

    @Test
    void aServerThatWasPushedToMeanwhileIsNotOverwritten() throws Exception {
        try (var server = server("")) {
            try (var branch = Branch.open(server.url("gitops.git"), Optional.of("main"), settings())) {
                branch.write("apps/portal.yaml", Bytes.utf8("image: b\n"));
                work.write("other", "1").commit("other");
                work.git("push", "--quiet", "origin", "main");

                assertThat(branch.push("late", AT)).isEmpty();
            }
            try (var branch = Branch.open(server.url("gitops.git"), Optional.of("main"), settings())) {
                branch.write("apps/portal.yaml", Bytes.utf8("image: b\n"));

                assertThat(branch.push("again", AT)).isPresent();
            }
        }
        assertThat(git("log", "--format=%s", "main").lines()).containsExactly("again", "other", "first");
    }

    @Test
    void aHookThatSaysNoIsToldWithItsWords() throws Exception {
        var hook = Files.createDirectories(bare.resolve("hooks")).resolve("pre-receive");
        Files.writeString(hook, "#!/bin/sh\necho only reviewed changes >&2\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));

        try (var server = server("");
                var branch = Branch.open(server.url("gitops.git"), Optional.of("main"), settings())) {
            branch.write("apps/portal.yaml", Bytes.utf8("image: b\n"));

            assertThatThrownBy(() -> branch.push("no", AT)).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.problem().code()).isEqualTo(Problem.Code.SOURCE_DENIED);
                assertThat(refused.problem().text())
                        .contains("pre-receive hook declined")
                        .contains("only reviewed changes");
            });
        }
    }

    @Test
    void whoMayNotPushIsToldWhereCredentialsGo() throws Exception {
        try (var server = server("robot:secret")) {
            assertThatThrownBy(() -> Branch.open(server.url("gitops.git"), Optional.of("main"), settings()))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.problem().advice()).contains(credentials.toString()));
        }
    }

    @Test
    void aServerThatIsAwayIsAskedAgain() throws Exception {
        URI gone;
        try (var server = server("")) {
            gone = server.url("gitops.git");
        }

        assertThatThrownBy(() -> Branch.open(gone, Optional.of("main"), settings()))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void aBranchThatIsNotThereIsMissing() {
        assertThatThrownBy(() -> Branch.open(local(), Optional.of("nope"), settings()))
                .hasMessageContaining("There is no branch \"nope\"");
        assertThatThrownBy(() -> Branch.open(local(), Optional.of("../x y"), settings()))
                .hasMessageContaining("There is no branch");
    }

    private GitHttpsServer server(String login) throws Exception {
        var server =
                new GitHttpsServer(bare.getParent(), temp, Optional.of(login).filter(word -> !word.isEmpty()));
        GitHttpsServer.copyAuthority(server, credentials);
        return server;
    }

    private URI local() {
        return URI.create("file://" + bare);
    }

    private GitSettings settings() {
        return GitSettings.of(temp.resolve("cache"), Optional.of(credentials));
    }

    private String git(String... arguments) throws Exception {
        var all = new java.util.ArrayList<>(java.util.List.of("--git-dir", bare.toString()));
        all.addAll(java.util.List.of(arguments));
        return work.git(all.toArray(String[]::new)).stripTrailing();
    }
}
