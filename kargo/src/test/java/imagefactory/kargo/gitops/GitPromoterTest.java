package imagefactory.kargo.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.CatalogFile;
import imagefactory.core.catalog.Promotion;
import imagefactory.core.catalog.Promotion.Edit;
import imagefactory.core.catalog.Promotion.Update;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.promote.Commit;
import imagefactory.core.promote.PromotionRequest;
import imagefactory.kargo.Setting;
import imagefactory.source.GitSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitPromoterTest {
    private static final Repository PORTAL = Repository.parse("ghcr.io/acme/portal");
    private static final Digest FIRST = digest("1");
    private static final Digest SECOND = digest("2");

    @TempDir
    Path temp;

    private Path gitops;
    private GitPromoter promoter;

    @BeforeEach
    void create() throws Exception {
        gitops = repository("gitops");
        promoter = promoter("one");
    }

    @AfterEach
    void close() {
        promoter.close();
    }

    @Test
    void filesOfOneBranchAreEditedByOneCommitThatSaysWhy() throws Exception {
        var request = request(
                FIRST,
                List.of(
                        update("values.yaml", Promotion.Type.YAML_UPDATE, "portal.image"),
                        update("values.yaml", Promotion.Type.YAML_UPDATE, "portal.digest"),
                        update("app/kustomization.yaml", Promotion.Type.KUSTOMIZE_SET_IMAGE, "portal")));

        var commits = done(promoter.promote(request, () -> true), request);

        assertThat(commits).containsExactly(new Commit(url(gitops), "main", git(gitops, "rev-parse", "main"), true));
        assertThat(git(gitops, "show", "main:values.yaml"))
                .isEqualTo("# values\nportal:\n  image: ghcr.io/acme/portal@" + FIRST + "\n  digest: " + FIRST);
        assertThat(git(gitops, "show", "main:app/kustomization.yaml"))
                .isEqualTo("images:\n- name: portal\n  newName: ghcr.io/acme/portal\n  digest: " + FIRST);
        assertThat(git(gitops, "log", "-1", "--format=%B", "main"))
                .isEqualTo(
                        "portal: ghcr.io/acme/portal@" + FIRST
                                + "\n\nPublished by run 17 of the image factory, because asked by ada: now Signed-off-by: eve.");
        assertThat(git(gitops, "rev-list", "--count", "main")).isEqualTo("2");
    }

    @Test
    void whatIsThereAlreadyMakesNoCommitHoweverOften() throws Exception {
        promoted(FIRST);
        var before = git(gitops, "rev-parse", "main");

        assertThat(promoted(FIRST)).containsExactly(new Commit(url(gitops), "main", before, false));
        try (var other = promoter("another")) { // a replica that goes on where the first was killed after its push
            var request = request(FIRST, updates());
            assertThat(done(other.promote(request, () -> true), request))
                    .extracting(Commit::made)
                    .containsExactly(false);
        }
        assertThat(git(gitops, "rev-list", "--count", "main")).isEqualTo("2");
    }

    @Test
    void aReplicaThatWokeUpLateWritesNothing() throws Exception {
        promoted(SECOND);

        var outcome = over(request(FIRST, updates()), () -> false);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.problem().code()).isEqualTo(Problem.Code.SUPERSEDED));
        assertThat(git(gitops, "show", "main:values.yaml")).contains(SECOND.value());
    }

    @Test
    void aPushInBetweenIsKeptAndTheEditMadeAnew() throws Exception {
        var request = request(FIRST, updates());
        var raced = new ArrayList<String>();

        var outcome = over(request, () -> {
            if (raced.isEmpty()) {
                raced.add(otherCommit("values.yaml", "# others were here\nportal:\n  image: theirs\n  digest: x\n"));
            }
            return true;
        });

        assertThat(outcome).isInstanceOf(Done.class);
        assertThat(git(gitops, "show", "main:values.yaml"))
                .isEqualTo("# others were here\nportal:\n  image: ghcr.io/acme/portal@" + FIRST + "\n  digest: x");
        assertThat(git(gitops, "rev-list", "--count", "main")).isEqualTo("3");
    }

    @Test
    void aBranchThatWasRewrittenIsEditedAsItIsNow() throws Exception {
        promoted(FIRST);
        rewritten("values.yaml", "# begun anew\nportal:\n  image: theirs\n");

        promoted(SECOND);

        assertThat(git(gitops, "show", "main:values.yaml"))
                .isEqualTo("# begun anew\nportal:\n  image: ghcr.io/acme/portal@" + SECOND);
        assertThat(git(gitops, "log", "--format=%s", "main"))
                .isEqualTo("portal: ghcr.io/acme/portal@" + SECOND + "\nbegun anew");
    }

    @Test
    void aBranchThatIsRewrittenInBetweenIsNotWrittenOver() throws Exception {
        var raced = new ArrayList<String>();

        var outcome = over(request(FIRST, updates()), () -> {
            if (raced.isEmpty()) {
                raced.add(rewritten("values.yaml", "portal:\n  image: theirs\n"));
            }
            return true;
        });

        assertThat(outcome).isInstanceOf(Done.class);
        assertThat(git(gitops, "log", "--format=%s", "main"))
                .isEqualTo("portal: ghcr.io/acme/portal@" + FIRST + "\nbegun anew");
    }

    @Test
    void aRemoteThatIsAwayIsAskedAgainAndTheOthersHaveTheirs() throws Exception {
        var away = new Update(
                Optional.empty(),
                URI.create("https://127.0.0.1:1/gitops.git"),
                Optional.empty(),
                "values.yaml",
                new Edit(Promotion.Type.YAML_UPDATE, Optional.empty()));
        var request = request(FIRST, List.of(away, updates().getFirst()));

        assertThatThrownBy(() -> over(request, () -> true)).isInstanceOf(Unavailable.class);

        assertThat(git(gitops, "show", "main:values.yaml")).contains(FIRST.value());
    }

    @Test
    void anEditThatOthersMadeImpossibleIsTold() throws Exception {
        otherCommit("values.yaml", "other: 1\n");

        assertThat(over(request(FIRST, updates()), () -> true))
                .isEqualTo(new Failed<>(new Problem(
                        Problem.Code.PROMOTION_REFUSED,
                        "values.yaml in " + url(gitops)
                                + " cannot be made to name ghcr.io/acme/portal: the file has no key portal.image.",
                        "Correct the file, or the key of the update.")));
    }

    @Test
    void aBranchThatIsMovedAgainAndAgainIsLeftForLater() {
        var request = request(FIRST, updates());

        var thrown = org.assertj.core.api.Assertions.catchThrowable(() -> over(request, () -> {
            otherCommit("counter", Long.toString(System.nanoTime()));
            return true;
        }));

        assertThat(thrown).isInstanceOf(Unavailable.class).hasMessageContaining("each of the 5 times");
    }

    @Test
    void manyImagesAndReplicasEditOneFileAndNothingIsLost() throws Exception {
        var lines = new StringBuilder();
        IntStream.range(0, 12)
                .forEach(number -> lines.append("image")
                        .append(number)
                        .append(": old # ")
                        .append(number)
                        .append('\n'));
        otherCommit("values.yaml", lines.toString());

        try (var another = promoter("another");
                var threads = Executors.newFixedThreadPool(6)) {
            var work = new ArrayList<Callable<List<Commit>>>();
            for (int number = 0; number < 12; number++) {
                var request =
                        request(FIRST, List.of(update("values.yaml", Promotion.Type.YAML_UPDATE, "image" + number)));
                var replica = number % 2 == 0 ? promoter : another;
                work.add(() -> persistently(replica, request));
            }
            for (var each : threads.invokeAll(work)) {
                assertThat(each.get()).hasSize(1);
            }
        }
        assertThat(git(gitops, "show", "main:values.yaml").lines())
                .hasSize(12)
                .allMatch(line -> line.contains(FIRST.value()) && line.contains(" # "));
        assertThat(git(gitops, "rev-list", "--count", "main")).isEqualTo("14");
    }

    @Test
    void oneBadRepositoryDoesNotStopTheOthers() throws Exception {
        var bad = new Update(
                Optional.empty(),
                URI.create("file://" + temp.resolve("nowhere")),
                Optional.empty(),
                "values.yaml",
                new Edit(Promotion.Type.YAML_UPDATE, Optional.empty()));

        var outcome = over(request(FIRST, List.of(bad, updates().getFirst())), () -> true);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.problem().code()).isEqualTo(Problem.Code.PROMOTION_REFUSED));
        assertThat(git(gitops, "show", "main:values.yaml")).contains(FIRST.value());
    }

    @Test
    void manifestsAreWrittenAndRemovedAndWhatOthersWroteStays() throws Exception {
        otherCommit("kargo/warehouses/notes.yaml", "mine: true\n");
        done(promoter.deliver(catalog("portal", "worker"), Set.of()));
        assertThat(files()).contains("kargo/warehouses/portal.yaml", "kargo/warehouses/worker.yaml");

        done(promoter.deliver(catalog("portal"), Set.of(ImageRef.parse("debian:12"))));

        assertThat(files())
                .contains("kargo/warehouses/portal.yaml", "kargo/warehouses/notes.yaml", "values.yaml")
                .doesNotContain("kargo/warehouses/worker.yaml")
                .anyMatch(file -> file.startsWith("kargo/warehouses/") && file.contains("debian"));
        var before = git(gitops, "rev-parse", "main");
        assertThat(done(promoter.deliver(catalog("portal"), Set.of(ImageRef.parse("debian:12")))))
                .containsExactly(new Commit(url(gitops), "main", before, false));
    }

    @Test
    void aManifestIsNotWrittenOverWhatOthersWrote() throws Exception {
        otherCommit("kargo/warehouses/portal.yaml", "mine: true\n");

        assertThat(promoter.deliver(catalog("portal"), Set.of()))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.problem().text())
                                .startsWith("kargo/warehouses/portal.yaml is in the way"));
    }

    private List<Commit> promoted(Digest digest) throws Exception {
        var request = request(digest, updates());
        return done(promoter.promote(request, () -> true), request);
    }

    private Outcome<List<Commit>> over(PromotionRequest request, imagefactory.core.promote.Promoter.Fence fence)
            throws Unavailable {
        var outcome = promoter.promote(request, fence);
        while (outcome instanceof Pending<List<Commit>>) {
            outcome = promoter.promote(request, fence);
        }
        return outcome;
    }

    private List<Commit> persistently(GitPromoter replica, PromotionRequest request) {
        while (true) {
            try {
                if (replica.promote(request, () -> true) instanceof Done<List<Commit>>(var commits)) {
                    return commits;
                }
            } catch (Unavailable away) { // lost its race too often: as a run does, it comes again
                assertThat(away).hasMessageStartingWith("Others pushed");
            }
        }
    }

    private List<Commit> done(Outcome<List<Commit>> outcome, PromotionRequest request) throws Unavailable {
        return done(outcome instanceof Pending<List<Commit>> ? over(request, () -> true) : outcome);
    }

    private static List<Commit> done(Outcome<List<Commit>> outcome) {
        assertThat(outcome).isInstanceOf(Done.class);
        return outcome instanceof Done<List<Commit>>(var commits) ? commits : List.of();
    }

    private GitPromoter promoter(String replica) {
        return new GitPromoter(
                GitSettings.of(temp.resolve(replica), Optional.empty()),
                Optional.of(new Destination(url(gitops), Optional.of("main"), "kargo", Setting.DEFAULT)),
                Clock.systemUTC());
    }

    private static Catalog catalog(String... names) throws Exception {
        var yaml = new StringBuilder();
        for (var name : names) {
            yaml.append("- name: ")
                    .append(name)
                    .append("\n  repository: acme/")
                    .append(name)
                    .append('\n');
        }
        return CatalogFile.read("images.yaml", yaml.toString().getBytes(StandardCharsets.UTF_8), Path.of("/"))
                .catalog();
    }

    private static PromotionRequest request(Digest digest, List<Update> updates) {
        return new PromotionRequest(
                "portal", Optional.of(17L), "asked by ada: now\n\nSigned-off-by: eve", PORTAL, digest, updates);
    }

    private List<Update> updates() {
        return List.of(update("values.yaml", Promotion.Type.YAML_UPDATE, "portal.image"));
    }

    private Update update(String path, Promotion.Type type, String key) {
        return new Update(Optional.empty(), url(gitops), Optional.empty(), path, new Edit(type, Optional.of(key)));
    }

    private List<String> files() {
        return git(gitops, "ls-tree", "-r", "--name-only", "main").lines().toList();
    }

    private Path repository(String name) throws IOException {
        var work = Files.createDirectories(temp.resolve(name));
        git(work, "init", "--quiet", "--initial-branch=main");
        Files.writeString(work.resolve("values.yaml"), "# values\nportal:\n  image: old\n  digest: old\n");
        Files.createDirectory(work.resolve("app"));
        Files.writeString(work.resolve("app/kustomization.yaml"), "images:\n- name: portal\n");
        git(work, "add", "--all");
        git(work, "commit", "--quiet", "--message", "first");
        var bare = temp.resolve(name + ".git");
        git(work, "clone", "--quiet", "--bare", ".", bare.toString());
        return bare;
    }

    /** Somebody else's, pushed from a clone of theirs. */
    private String otherCommit(String path, String content) {
        try {
            var clone = Files.createTempDirectory(temp, "clone");
            git(temp, "clone", "--quiet", gitops.toString(), clone.toString());
            Files.createDirectories(clone.resolve(path).getParent());
            Files.writeString(clone.resolve(path), content);
            git(clone, "add", "--all");
            git(clone, "commit", "--quiet", "--message", "theirs");
            git(clone, "push", "--quiet", "origin", "main");
            return git(clone, "rev-parse", "HEAD");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Somebody pushes another history by force. */
    private String rewritten(String path, String content) {
        try {
            var clone = Files.createTempDirectory(temp, "anew");
            git(temp, "clone", "--quiet", gitops.toString(), clone.toString());
            git(clone, "checkout", "--quiet", "--orphan", "anew");
            git(clone, "rm", "--quiet", "-r", "--force", ".");
            Files.writeString(clone.resolve(path), content);
            git(clone, "add", "--all");
            git(clone, "commit", "--quiet", "--message", "begun anew");
            git(clone, "push", "--quiet", "--force", "origin", "anew:main");
            return git(clone, "rev-parse", "HEAD");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static URI url(Path repository) {
        return URI.create("file://" + repository);
    }

    private static Digest digest(String of) {
        return new Digest("sha256:" + of.repeat(64));
    }

    private static String git(Path folder, String... arguments) {
        var command = new ArrayList<>(
                List.of("git", "-C", folder.toString(), "-c", "user.name=Test", "-c", "user.email=test@example.org"));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed: " + out);
            }
            return out.stripTrailing();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(command + " failed", e);
        }
    }
}
