package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.PlayedFactory;
import imagefactory.cli.Typed;
import imagefactory.cli.factory.FactoryJson;
import imagefactory.core.catalog.Catalog;
import imagefactory.kargo.Manifest;
import imagefactory.kargo.Setting;
import imagefactory.kargo.Synthesis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The commands of Kargo's analyses as their Jobs run them: words, variables and exit codes. */
class AnalysisTest {
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\{args\\.(\\w+)}}");
    private static final String DIGEST = FactoryJson.digest('e').value();
    private static final String EVENT = "7f3e2a10-0000-4000-8000-000000000001";

    @TempDir
    Path folder;

    private PlayedFactory factory;

    @BeforeEach
    void play() throws Exception {
        factory = new PlayedFactory();
    }

    @AfterEach
    void end() {
        factory.close();
    }

    @Test
    void aDockerfileIsReadFromTheNewestCommitOfItsBranch() throws Exception {
        try (var git = Git.init()
                .setDirectory(folder.resolve("mono").toFile())
                .setInitialBranch("live")
                .call()) {
            Files.createDirectories(folder.resolve("mono/-odd name"));
            Files.writeString(folder.resolve("mono/-odd name/Dockerfile"), "FROM debian:12\n");
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("one")
                    .setAuthor("a", "a@b.test")
                    .setCommitter("a", "a@b.test")
                    .setSign(false)
                    .call();
        }
        var arguments = Map.of(
                "gitRepo",
                folder.resolve("mono").toUri().toString(),
                "gitBranch",
                "live",
                "dockerfile",
                "-odd name/Dockerfile");

        var ended = run("analyze-dockerfile", arguments);

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("\"reachable\":[\"docker.io/library/debian:12\"]");
    }

    @Test
    void aDockerfileThatIsNotThereFailsForGoodAndSaysSo() throws Exception {
        try (var git = Git.init()
                .setDirectory(folder.resolve("mono").toFile())
                .setInitialBranch("main")
                .call()) {
            git.commit()
                    .setMessage("one")
                    .setAuthor("a", "a@b.test")
                    .setCommitter("a", "a@b.test")
                    .setSign(false)
                    .call();
        }
        var arguments = Map.of(
                "gitRepo", folder.resolve("mono").toUri().toString(), "gitBranch", "main", "dockerfile", "Dockerfile");

        var ended = run("analyze-dockerfile", arguments);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out() + ended.err()).contains("dockerfile-missing");
    }

    @Test
    void whatTheFactoryFoundIsTold() throws Exception {
        factory.answers(
                        "GET /runs?limit=200&image=portal",
                        "{\"runs\":[" + FactoryJson.refused() + "," + FactoryJson.published() + "]}")
                .answers("GET /runs/18", FactoryJson.published());

        var ended = run("scan-image", Map.of("imageName", "portal", "imageDigest", DIGEST));

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).startsWith("portal@" + DIGEST + "  ").contains("(run 18, begun ");
        assertThat(factory.asked())
                .allMatch(asked ->
                        asked.authorization().filter("Bearer secret"::equals).isPresent());
    }

    @Test
    void whatTheGateHasRefusedSinceIsRefused() throws Exception {
        var refused = FactoryJson.refused().replace("\"digest\":null", "\"digest\":\"" + DIGEST + "\"");
        factory.answers("GET /runs?limit=200&image=legacy", "{\"runs\":[" + refused + "]}")
                .answers("GET /runs/19", refused);

        var ended = run("scan-image", Map.of("imageName", "legacy", "imageDigest", DIGEST));

        assertThat(ended.code()).isEqualTo(4);
        assertThat(ended.out()).contains("gate-refused: acme-tls 1.0");
    }

    @Test
    void aDigestThatTheFactoryNeverScannedFailsForGood() throws Exception {
        factory.answers("GET /runs?limit=200&image=portal", "{\"runs\":[]}");

        var ended = run("scan-image", Map.of("imageName", "portal", "imageDigest", DIGEST));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("None of the last 200 runs of portal has scanned " + DIGEST);
    }

    @Test
    void aRebuildIsWaitedForUntilItsTagsMoveForItsPromotionWaitsForThisVeryJob() throws Exception {
        var promoting = FactoryJson.published()
                .replaceFirst(",\"closed\":\"[^\"]*\"", "")
                .replaceFirst("\"closed\":\"[^\"]*\",", "");
        assertThat(promoting).doesNotContain("\"closed\":\"");
        factory.answers("POST /rebuilds", "{\"event\":\"" + EVENT + "\"}")
                .answers("GET /events/" + EVENT, "{\"id\":\"" + EVENT + "\",\"plan\":3,\"runs\":[18],\"skipped\":[]}")
                .answers("GET /runs/18", FactoryJson.underWay(18, "portal", "build"))
                .answers("GET /runs/18", promoting);

        var ended = run("rebuild-image", Map.of("imageName", "portal"));

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(factory.asked().getFirst().body()).contains("\"why\":\"Kargo asked for it\"");
    }

    @Test
    void aFactoryThatIsAwayMayBeTriedAgain() throws Exception {
        factory.close();

        assertThat(run("rebuild-image", Map.of("imageName", "portal")).code()).isEqualTo(3);
        assertThat(run("scan-image", Map.of("imageName", "portal", "imageDigest", DIGEST))
                        .code())
                .isEqualTo(3);
    }

    @Test
    void withoutAKeyNothingIsVerifiedAndTheMissingFileIsNamed() throws Exception {
        var ended = run("verify-image", Map.of("imageRepository", "127.0.0.1:1/demo/portal", "imageDigest", DIGEST));

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("key-unreadable", "keys/factory.pub");
    }

    /** Kargo's arguments in their places, the Job's variables, and its folder of files here. */
    private Typed.Ended run(String template, Map<String, String> arguments) throws Exception {
        var container = container(template);
        var words = list(container, "args").stream()
                .map(word -> ARGUMENT.matcher(word.toString())
                        .replaceAll(found -> Matcher.quoteReplacement(arguments.get(found.group(1)))))
                .map(this::here)
                .toArray(String[]::new);
        var terminal = new Typed();
        for (var variable : list(container, "env")) {
            var each = (Map<?, ?>) variable;
            terminal.with(each.get("name").toString(), here(each.get("value").toString()));
        }
        var token = folder.resolve("events/token");
        Files.createDirectories(token.getParent());
        Files.writeString(token, "secret\n");
        return terminal.with("FACTORY_URL", factory.url()).type(words);
    }

    private String here(String word) {
        return word.replace("/etc/image-factory", folder.toString())
                .replaceFirst("^/tmp(?=/work$|$)", Matcher.quoteReplacement(folder.toString()));
    }

    private static Map<?, ?> container(String template) {
        var yaml = Synthesis.of(new Catalog(List.of()), List.of(), Setting.DEFAULT).manifests().stream()
                .filter(manifest -> manifest.name().equals(template))
                .map(Manifest::yaml)
                .findFirst()
                .orElseThrow();
        Map<?, ?> here = new Yaml().load(yaml);
        for (var key : List.of("spec", "metrics", "provider", "job", "spec", "template", "spec", "containers")) {
            var next = here.get(key);
            here = (Map<?, ?>) (next instanceof List<?> all ? all.getFirst() : next);
        }
        return here;
    }

    private static List<?> list(Map<?, ?> of, String key) {
        return (List<?>) of.get(key);
    }
}
