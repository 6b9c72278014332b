package imagefactory.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.source.Snapshot;
import imagefactory.core.source.Source;
import imagefactory.core.source.TreeEntry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitSourcesTest {
    @TempDir
    Path temp;

    private Path credentials;
    private GitRepository repository;
    private GitSources sources;

    @BeforeEach
    void open() throws Exception {
        credentials = Files.createDirectory(temp.resolve("credentials"));
        repository = new GitRepository(temp.resolve("repositories/portal"));
        sources = new GitSources(GitSettings.of(temp.resolve("cache"), Optional.of(credentials)));
    }

    @AfterEach
    void close() {
        sources.close();
    }

    @Test
    void localRepositoryIsReadWithoutACopy() throws Exception {
        var commit = portal();

        var snapshot = done(repository.url(), Optional.of("app/VERSION"));

        assertThat(snapshot.commit()).isEqualTo(commit);
        assertThat(snapshot.dockerfile()).isEqualTo(Bytes.utf8("FROM scratch\n"));
        assertThat(snapshot.dockerignore()).contains(Bytes.utf8("*.log\n"));
        assertThat(snapshot.version()).contains("1.2.3\n");
        assertThat(snapshot.files())
                .extracting(TreeEntry::path)
                .containsExactly(".dockerignore", "Dockerfile", "VERSION", "bin/run", "link", "src/a b.txt");
        assertThat(temp.resolve("cache")).doesNotExist();
    }

    @Test
    void entriesHaveGitsModesAndIds() throws Exception {
        portal();

        var snapshot = done(repository.url(), Optional.empty());

        assertThat(snapshot.files())
                .contains(
                        new TreeEntry(
                                "bin/run",
                                "100755",
                                repository.git("rev-parse", "HEAD:app/bin/run").strip()),
                        new TreeEntry(
                                "link",
                                "120000",
                                repository.git("rev-parse", "HEAD:app/link").strip()));
    }

    @Test
    void nextLookSeesTheNextCommit() throws Exception {
        portal();
        done(repository.url(), Optional.empty());
        var next = repository.write("app/Dockerfile", "FROM debian\n").commit("second");

        assertThat(done(repository.url(), Optional.empty()).commit()).isEqualTo(next);
    }

    @Test
    void ignoreFileBesideTheDockerfileComesFirst() throws Exception {
        repository.write("app/Dockerfile.dockerignore", "mine\n");
        portal();

        assertThat(done(repository.url(), Optional.empty()).dockerignore()).contains(Bytes.utf8("mine\n"));
    }

    @Test
    void submoduleIsLeftOut() throws Exception {
        var other = new GitRepository(temp.resolve("other")).write("x", "x");
        other.commit("other");
        repository.git("submodule", "--quiet", "add", other.url().toString(), "app/sub");
        portal();

        assertThat(done(repository.url(), Optional.empty()).files())
                .extracting(TreeEntry::path)
                .noneMatch(path -> path.startsWith("sub"));
    }

    @Test
    void branchThatIsNotThereIsMissing() throws Exception {
        portal();

        var outcome = sources.look(new Source(repository.url(), "nope", "app/Dockerfile", "app"), Optional.empty());

        assertThat(outcome)
                .isEqualTo(new Failed<>(new Problem(
                        Problem.Code.SOURCE_MISSING,
                        "There is no branch \"nope\" in " + repository.url() + ".",
                        "Push it, or correct source.branch.")));
    }

    @Test
    void dockerfileThatIsNotThereIsMissing() throws Exception {
        portal();

        var outcome = sources.look(new Source(repository.url(), "main", "Nope", "app"), Optional.empty());

        assertThat(problem(outcome).code()).isEqualTo(Problem.Code.DOCKERFILE_MISSING);
    }

    @Test
    void folderThatIsNotThereIsMissing() throws Exception {
        portal();

        var outcome = sources.look(new Source(repository.url(), "main", "app/Dockerfile", "nope"), Optional.empty());

        assertThat(problem(outcome).code()).isEqualTo(Problem.Code.SOURCE_MISSING);
        assertThat(problem(outcome).text()).contains("no folder nope");
    }

    @Test
    void repositoryThatIsNotThereIsMissing() throws Exception {
        var outcome = look(URI.create("file://" + temp + "/nothing"));

        assertThat(problem(outcome).code()).isEqualTo(Problem.Code.SOURCE_MISSING);
    }

    @Test
    void addressOfAnotherKindIsRefused() throws Exception {
        assertThat(problem(look(URI.create("http://example.org/a.git"))).text()).contains("no file, https or ssh URL");
        assertThat(problem(look(URI.create("ext::sh"))).text()).contains("no file, https or ssh URL");
        assertThat(problem(look(URI.create("https://me:word@example.org/a.git")))
                        .toString())
                .contains("carries credentials")
                .doesNotContain("word");
    }

    @Test
    void largeDockerfileIsRefused() throws Exception {
        repository.write("app/Dockerfile", "#".repeat((1 << 20) + 1));
        repository.commit("large");

        assertThat(problem(look(repository.url())).text()).contains("1048577 bytes");
    }

    @Test
    void linkThatLeadsOutOfTheRepositoryIsRefused() throws Exception {
        Files.createDirectories(repository.folder().resolve("app"));
        Files.createSymbolicLink(repository.folder().resolve("app/Dockerfile"), Path.of("../../../etc/passwd"));
        repository.commit("link");

        assertThat(problem(look(repository.url())).text()).contains("leads out of the repository");
    }

    @Test
    void linkToAnotherFileIsFollowed() throws Exception {
        repository.write("shared/Dockerfile", "FROM shared\n");
        Files.createDirectories(repository.folder().resolve("app"));
        Files.createSymbolicLink(repository.folder().resolve("app/Dockerfile"), Path.of("../shared/Dockerfile"));
        repository.commit("link");

        assertThat(done(repository.url(), Optional.empty()).dockerfile()).isEqualTo(Bytes.utf8("FROM shared\n"));
    }

    @Test
    void remoteRepositoryIsReadWithoutItsOtherFiles() throws Exception {
        repository.write("large/blob", "0123456789".repeat(100_000) + Math.random());
        var commit = portal();
        try (var server = new GitHttpsServer(repository.folder().getParent(), temp, Optional.of("robot:s3cret"))) {
            GitHttpsServer.copyAuthority(server, credentials);
            Files.writeString(credentials.resolve(server.credentialsFile()), "robot:s3cret\n");

            var snapshot = done(server.url("portal/.git"), Optional.of("app/VERSION"));

            assertThat(snapshot.commit()).isEqualTo(commit);
            assertThat(snapshot).isEqualTo(done(repository.url(), Optional.of("app/VERSION")));
            assertThat(server.uploadedBytes.get()).isLessThan(10_000);
        }
    }

    @Test
    void secondLookAtTheSameCommitAsksOnlyForTheBranch() throws Exception {
        portal();
        try (var server = new GitHttpsServer(repository.folder().getParent(), temp, Optional.empty())) {
            GitHttpsServer.copyAuthority(server, credentials);
            done(server.url("portal/.git"), Optional.empty());
            int before = server.requests.get();

            done(server.url("portal/.git"), Optional.empty());

            assertThat(server.requests.get() - before).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void theDockerfilesOfAFleetAreFetchedTogether() throws Exception {
        portal();
        for (int image = 0; image < 20; image++) {
            repository
                    .write("fleet/" + image + "/Dockerfile", "FROM base:" + image + "\n")
                    .write("fleet/" + image + "/.dockerignore", "*." + image + "\n");
        }
        repository.commit("fleet");
        try (var server = new GitHttpsServer(repository.folder().getParent(), temp, Optional.empty())) {
            GitHttpsServer.copyAuthority(server, credentials);
            var url = server.url("portal/.git");
            var commit = done(url, Optional.empty()).commit();
            int before = server.requests.get();

            for (int image = 0; image < 20; image++) {
                var source = new Source(url, "main", "fleet/" + image + "/Dockerfile", "fleet/" + image);
                assertThat(sources.read(source, commit, Optional.empty()))
                        .isInstanceOfSatisfying(
                                Done.class,
                                done -> assertThat(((Snapshot) done.value()).dockerignore())
                                        .isPresent());
            }
            assertThat(server.requests.get() - before).isZero();
        }
    }

    @Test
    void aSingleFileOfACommitIsReadHoweverLong() throws Exception {
        repository.write("catalog/images.yaml", "#".repeat(2 << 20));
        var commit = portal();

        assertThat(file(commit, "catalog/images.yaml"))
                .isInstanceOfSatisfying(
                        Done.class,
                        done -> assertThat(((Bytes) done.value()).size()).isEqualTo(2 << 20));
        assertThat(file(commit, "nope.yaml"))
                .isEqualTo(new Failed<>(new Problem(
                        Problem.Code.SOURCE_MISSING,
                        "There is no file nope.yaml in " + repository.url() + " at commit " + commit + ".",
                        "Commit it, or correct the path, which is from the repository's root.")));
    }

    private Outcome<Bytes> file(String commit, String path) throws Exception {
        Outcome<Bytes> outcome;
        do {
            outcome = sources.file(repository.url(), commit, path);
        } while (outcome instanceof Pending<Bytes>);
        return outcome;
    }

    @Test
    void nextCommitOfARemoteIsFetched() throws Exception {
        portal();
        try (var server = new GitHttpsServer(repository.folder().getParent(), temp, Optional.empty())) {
            GitHttpsServer.copyAuthority(server, credentials);
            done(server.url("portal/.git"), Optional.empty());
            var next = repository.write("app/Dockerfile", "FROM debian\n").commit("second");

            var snapshot = done(server.url("portal/.git"), Optional.empty());

            assertThat(snapshot.commit()).isEqualTo(next);
            assertThat(snapshot.dockerfile()).isEqualTo(Bytes.utf8("FROM debian\n"));
        }
    }

    @Test
    void locksOfAFetchThatWasKilledStopNoOtherOne() throws Exception {
        portal();
        try (var server = new GitHttpsServer(repository.folder().getParent(), temp, Optional.empty())) {
            GitHttpsServer.copyAuthority(server, credentials);
            done(server.url("portal/.git"), Optional.empty());
            try (var found = Files.walk(temp.resolve("cache"))) {
                var cached = found.filter(each -> each.endsWith("repo.git")).findFirst();
                Files.createFile(cached.orElseThrow().resolve("shallow.lock"));
            }
            var next = repository.write("app/Dockerfile", "FROM debian\n").commit("second");

            assertThat(done(server.url("portal/.git"), Optional.empty()).commit())
                    .isEqualTo(next);
        }
    }

    @Test
    void remoteThatDeniesSaysWhichFileToLookAt() throws Exception {
        portal();
        try (var server = new GitHttpsServer(repository.folder().getParent(), temp, Optional.of("robot:s3cret"))) {
            GitHttpsServer.copyAuthority(server, credentials);
            Files.writeString(credentials.resolve(server.credentialsFile()), "robot:wrong\n");

            var problem = problem(look(server.url("portal/.git")));

            assertThat(problem.code()).isEqualTo(Problem.Code.SOURCE_DENIED);
            assertThat(problem.advice())
                    .contains(credentials.resolve("localhost").toString());
            assertThat(problem.toString()).doesNotContain("wrong");
        }
    }

    @Test
    void remoteWithoutTheRepositoryIsMissing() throws Exception {
        portal();
        try (var server = new GitHttpsServer(repository.folder().getParent(), temp, Optional.empty())) {
            GitHttpsServer.copyAuthority(server, credentials);

            assertThat(problem(look(server.url("nothing.git"))).code()).isEqualTo(Problem.Code.SOURCE_MISSING);
        }
    }

    @Test
    void remoteThatIsAwayIsUnavailable() throws Exception {
        assertThatThrownBy(() -> look(URI.create("https://127.0.0.1:1/portal.git")))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("https://127.0.0.1:1/portal.git");
    }

    @Test
    void sshReadsWithAKeyFromAHostThatIsKnown() throws Exception {
        var commit = portal();
        try (var server = new GitSshServer(repository.folder().resolve(".git"))) {
            server.trustIn(credentials);
            server.keyInto(credentials);

            assertThat(done(server.url(), Optional.empty()).commit()).isEqualTo(commit);
        }
    }

    @Test
    void sshHostThatIsNotKnownIsDenied() throws Exception {
        portal();
        try (var server = new GitSshServer(repository.folder().resolve(".git"))) {
            server.keyInto(credentials);

            var problem = problem(look(server.url()));

            assertThat(problem.code()).isEqualTo(Problem.Code.SOURCE_DENIED);
            assertThat(problem.advice()).contains("known_hosts");
        }
    }

    @Test
    void sshWithoutAKeyIsDenied() throws Exception {
        portal();
        try (var server = new GitSshServer(repository.folder().resolve(".git"))) {
            server.trustIn(credentials);

            assertThat(problem(look(server.url())).advice()).contains("127.0.0.1.key");
        }
    }

    private String portal() throws Exception {
        Files.createDirectories(repository.folder().resolve("app"));
        Files.createSymbolicLink(repository.folder().resolve("app/link"), Path.of("src"));
        repository
                .write("app/.dockerignore", "*.log\n")
                .write("app/Dockerfile", "FROM scratch\n")
                .write("app/VERSION", "1.2.3\n")
                .write("app/bin/run", "#!/bin/sh\n")
                .write("app/src/a b.txt", "text\n")
                .write("elsewhere/file", "x\n");
        assertThat(repository.folder().resolve("app/bin/run").toFile().setExecutable(true))
                .isTrue();
        return repository.commit("first");
    }

    private Outcome<Snapshot> look(URI url) throws Exception {
        return look(url, Optional.empty());
    }

    private Outcome<Snapshot> look(URI url, Optional<String> version) throws Exception {
        Outcome<Snapshot> outcome;
        do {
            outcome = sources.look(new Source(url, "main", "app/Dockerfile", "app"), version);
        } while (outcome instanceof Pending<Snapshot>);
        return outcome;
    }

    private Snapshot done(URI url, Optional<String> version) throws Exception {
        var outcome = look(url, version);
        assertThat(outcome).isInstanceOf(Done.class);
        return ((Done<Snapshot>) outcome).value();
    }

    private static Problem problem(Outcome<Snapshot> outcome) {
        assertThat(outcome).isInstanceOf(Failed.class);
        return ((Failed<Snapshot>) outcome).problem();
    }
}
