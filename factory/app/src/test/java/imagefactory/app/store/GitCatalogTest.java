package imagefactory.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.app.planning.CatalogOfGit;
import imagefactory.core.catalog.CatalogInvalid;
import imagefactory.core.catalog.CatalogOrigin.InGit;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.catalog.Fault;
import imagefactory.core.outcome.Unavailable;
import imagefactory.source.GitSettings;
import imagefactory.source.GitSources;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog on a branch of a real repository, and two replicas on a real PostgreSQL. */
class GitCatalogTest extends OwnPostgres {
    @TempDir
    Path temp;

    private Git git;
    private GitSources sources;
    private final CatalogRows rows = new CatalogRows(DATABASE, JSON);
    private final LedgerRows ledger = new LedgerRows(DATABASE, JSON);

    @BeforeEach
    void repository() throws Exception {
        git = Git.init()
                .setDirectory(temp.resolve("images").toFile())
                .setInitialBranch("main")
                .call();
        sources = new GitSources(GitSettings.of(temp.resolve("cache"), Optional.empty()));
    }

    @AfterEach
    void close() {
        sources.close();
        git.close();
    }

    @Test
    void aCommitThatOneReplicaTakesIsWhatTheOtherPlansWith() throws Exception {
        commit(image("portal"));
        var one = replica();
        var other = replica();
        assertThat(count("select count(*) from event")).isZero();

        var next = commit(image("portal") + image("worker"));
        one.look();

        assertThat(other.current().images()).hasSize(1);
        assertThat(names(other)).containsExactly("portal", "worker");
        assertThat(other.revision()).isEqualTo(origin() + " at " + next);
        other.look();
        assertThat(count("select count(*) from event where subject = ?", next)).isEqualTo(1);
    }

    @Test
    void aBrokenCommitIsToldByAllAndRecordedOnceAndTheLastGoodOneStaysInForce() throws Exception {
        commit(image("portal"));
        var one = replica();
        var other = replica();

        commit("- name: portal\n  dockerFile: x\n");
        for (var _ : List.of(1, 2)) {
            one.look();
            other.look();
        }

        assertThat(one.faults()).isNotEmpty().isEqualTo(other.faults());
        assertThat(one.faults()).extracting(Fault::where).contains("images.yaml:2:3");
        assertThat(names(one)).containsExactly("portal");
        assertThat(ledger.about("/catalog", 10))
                .filteredOn(decision -> decision.kind().toString().equals("refused"))
                .singleElement()
                .satisfies(decision -> assertThat(decision.because())
                        .startsWith("images.yaml is not taken, the last good one stays in force:")
                        .contains("images.yaml:2:3", "unknown key \"dockerFile\""));

        commit(image("portal") + image("mended"));
        one.look();
        assertThat(one.faults()).isEmpty();
        assertThat(names(one)).containsExactly("portal", "mended");
    }

    @Test
    void aFileThatIsGoneIsToldAndTheLastGoodOneStaysInForce() throws Exception {
        commit(image("portal"));
        var replica = replica();

        git.rm().addFilepattern("images.yaml").call();
        var commit = commit("elsewhere.yaml", image("portal"));
        replica.look();

        assertThat(replica.faults())
                .containsExactly(new Fault(
                        "images.yaml",
                        1,
                        1,
                        "There is no file images.yaml in " + url() + " at commit " + commit + ".",
                        "Commit it, or correct the path, which is from the repository's root."));
        assertThat(names(replica)).containsExactly("portal");
    }

    @Test
    void aReplicaThatBeginsWhileGitIsAwayPlansWithTheOneThatWasTaken() throws Exception {
        commit(image("portal"));
        replica();
        var away = Files.move(temp.resolve("images"), temp.resolve("away"));

        var replica = replica();

        assertThat(names(replica)).containsExactly("portal");
        replica.look();
        assertThat(replica.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.text()).isEqualTo("There is no git repository at " + url() + "."));
        Files.move(away, temp.resolve("images"));
        replica.look();
        assertThat(replica.faults()).isEmpty();
    }

    @Test
    void withoutAGoodCatalogThereIsNothingToBeginWith() throws Exception {
        commit("- name: [");

        assertThatThrownBy(this::replica).isInstanceOf(CatalogInvalid.class).hasMessageContaining("images.yaml");
        var nowhere = new InGit(URI.create("https://127.0.0.1:1/images.git"), "main", "images.yaml");
        assertThatThrownBy(() -> new CatalogOfGit(nowhere, sources, rows, ledger))
                .isInstanceOf(Unavailable.class);
    }

    private CatalogOfGit replica() throws Exception {
        return new CatalogOfGit(origin(), sources, rows, ledger);
    }

    private InGit origin() {
        return new InGit(url(), "main", "images.yaml");
    }

    private URI url() {
        return URI.create("file://" + temp.resolve("images"));
    }

    private static List<String> names(CatalogOfGit replica) {
        return replica.newest().images().stream().map(EnrolledImage::name).toList();
    }

    private String commit(String yaml) throws Exception {
        return commit("images.yaml", yaml);
    }

    private String commit(String file, String yaml) throws Exception {
        Files.writeString(temp.resolve("images").resolve(file), yaml);
        git.add().addFilepattern(file).call();
        return git.commit()
                .setMessage("Enrol")
                .setAuthor("Ada", "ada@example.com")
                .setCommitter("Ada", "ada@example.com")
                .setSign(false)
                .call()
                .name();
    }

    private static String image(String name) {
        return """
                - name: %1$s
                  repository: demo/%1$s
                  source: {url: https://git.test/demo.git, branch: main, dockerfile: %1$s/Dockerfile}
                """.formatted(name);
    }
}
