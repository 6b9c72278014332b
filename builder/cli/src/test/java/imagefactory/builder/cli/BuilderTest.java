package imagefactory.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.build.Context;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.oci.http.HttpRegistry;
import imagefactory.oci.http.RegistrySettings;
import imagefactory.source.LocalTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real builds, with the Buildah of this machine and a real registry. */
class BuilderTest {
    private static final Path FOLDER = Path.of("target/builds").toAbsolutePath();

    private static TestRegistry registry;
    private static Bench bench;
    private static String first;
    private static String second;

    @BeforeAll
    static void open() throws Exception {
        bench = new Bench(FOLDER, "");
        registry = TestRegistry.start(FOLDER.resolve("registry"));
        bench = new Bench(FOLDER.resolve("bench"), registry.host());
        first = bench.base("1", "first");
        second = bench.base("2", "second");
    }

    @AfterAll
    static void close() {
        registry.close();
    }

    @Test
    void imageIsPushedAndReported() throws Exception {
        var context = bench.context("stages", """
                ARG TAG=1
                FROM REGISTRY/base:${TAG} AS Make
                RUN read v < /version; echo "made of $v" > /made
                FROM REGISTRY/base:1
                COPY --from=make /made /made
                COPY --from=REGISTRY/base:2 /version /copied
                RUN --mount=type=bind,from=REGISTRY/base:2,target=/mnt read v < /mnt/version; echo "mounted $v" > /mounted
                RUN for f in /made /copied /mounted; do read line < $f; echo "$f: $line"; done
                """);

        var result = bench.build(
                context,
                "--destination=" + image("stages:1"),
                "--pin=" + image("base:1") + "=" + first,
                "--pin=" + image("base:2") + "|" + Machine.platform() + "=" + second);

        assertThat(result.code()).as(result.output()).isEqualTo(ExitCode.BUILT);
        assertThat(result.output()).contains("/made: made of first", "/copied: second", "/mounted: mounted second");
        assertThat(result.metadata().at("/pins"))
                .hasToString(
                        "[{\"manifest\":\"%s\",\"platform\":\"%s\",\"reference\":\"%s\"},{\"manifest\":\"%s\",\"platform\":\"%s\",\"reference\":\"%s\"}]"
                                .formatted(
                                        first,
                                        Machine.platform(),
                                        image("base:1"),
                                        second,
                                        Machine.platform(),
                                        image("base:2")));
        assertThat(result.metadata().at("/backend").asText()).startsWith("buildah ");
        assertThat(result.metadata().at("/context").asText())
                .isEqualTo(new Context(new LocalTree(context).files(path -> true))
                        .digest()
                        .value());
        assertArrived("stages:1", result);
    }

    @Test
    void pinDecidesAndNotTheTag() throws Exception {
        var context = bench.context("pinned", "FROM REGISTRY/base:1\nRUN read v < /version; echo \"on $v\"\n");

        var result =
                bench.build(context, "--destination=" + image("pinned:1"), "--pin=" + image("base:1") + "=" + second);

        assertThat(result.output()).contains("on second");
        assertThat(result.metadata().at("/pins/0/manifest").asText()).isEqualTo(second);
    }

    @Test
    void mountedImageThatChangedIsNotTakenFromTheCache() throws Exception {
        var context = bench.context("mounts", """
                FROM REGISTRY/base:1
                RUN --mount=from=REGISTRY/base:2,target=/mnt read v < /mnt/version; echo "$v" > /v
                RUN --mount=target=/mnt read v < /mnt/word; echo "$v" >> /v
                RUN while read line; do echo "got $line"; done < /v
                """);
        Files.writeString(context.resolve("word"), "hello\n");
        build(context, second);
        Files.writeString(context.resolve("word"), "world\n");

        assertThat(build(context, second).output()).contains("got second", "got world");
        assertThat(build(context, first).output()).contains("got first", "got world");
    }

    @Test
    void nothingChangedMeansNothingIsBuilt() throws Exception {
        var context = bench.context("same", "FROM REGISTRY/base:1\nCOPY word /word\nRUN echo built\n");
        Files.writeString(context.resolve("word"), "hello\n");
        var before = bench.build(context, "--destination=" + image("same:1"));
        Files.setLastModifiedTime(context.resolve("word"), java.nio.file.attribute.FileTime.fromMillis(0));

        var after = bench.build(context, "--destination=" + image("same:2"));

        assertThat(after.output()).contains("Using cache").doesNotContain("\nbuilt\n");
        assertThat(after.digest()).isEqualTo(before.digest());
    }

    @Test
    void layersOfARepositoryAreUsedWhereNoneAreHere() throws Exception {
        var context = bench.context("shared", "FROM REGISTRY/base:1\nCOPY word /word\nRUN echo made here\n");
        Files.writeString(context.resolve("word"), "hello\n");
        var cache = "--cache-repo=" + registry.host() + "/shared/cache/here";
        var before = bench.build(context, "--destination=" + image("shared:1"), cache);
        assertThat(before.code()).as(before.output()).isEqualTo(ExitCode.BUILT);

        var elsewhere = "--cache-dir=" + FOLDER.resolve("elsewhere");
        var after = bench.build(context, "--destination=" + image("shared:2"), cache, "--cache-ttl=1h", elsewhere);

        assertThat(after.code()).as(after.output()).isEqualTo(ExitCode.BUILT);
        assertThat(before.output()).contains("\nmade here\n").contains("Pushing cache");
        assertThat(after.output()).contains("Cache pulled from remote").doesNotContain("\nmade here\n");
        assertThat(after.metadata().at("/pins")).isEqualTo(before.metadata().at("/pins"));
    }

    /** Buildah 1.28 takes a layer on nothing for any platform's. */
    @Test
    void layersOfOnePlatformAreNotTakenForAnother() throws Exception {
        var context = bench.context("scratch", """
                FROM scratch AS s
                COPY word /word
                FROM scratch
                COPY --from=s /word /copied
                """);
        Files.writeString(context.resolve("word"), "hello\n");

        for (var architecture : List.of("amd64", "arm64", "amd64")) {
            var result = bench.build(
                    context, "--destination=" + image("scratch:1"), "--custom-platform=linux/" + architecture);

            assertThat(result.code()).as(result.output()).isEqualTo(ExitCode.BUILT);
            assertThat(architecture("scratch:1")).isEqualTo(architecture);
        }
    }

    @Test
    void withoutCacheEverythingIsBuilt() throws Exception {
        var context = bench.context(
                "anew", "FROM REGISTRY/base:1 AS s\nRUN echo built\nFROM REGISTRY/base:1\nCOPY --from=s /version /v\n");
        bench.build(context, "--destination=" + image("anew:1"));

        var after = bench.build(context, "--destination=" + image("anew:2"), "--cache=false");

        assertThat(after.code()).as(after.output()).isEqualTo(ExitCode.BUILT);
        assertThat(after.output()).contains("\nbuilt\n").doesNotContain("Using cache");
    }

    @Test
    void contextHasExactlyWhatIsNotIgnored() throws Exception {
        var context = bench.context(
                "ignored", "FROM REGISTRY/base:1\nCOPY . /c/\nRUN for f in /c/* /c/*/*; do echo \"has $f\"; done\n");
        Files.writeString(context.resolve(".dockerignore"), "*\n!keep\n!dir\ndir/*.log\n");
        Files.writeString(context.resolve("keep"), "");
        Files.writeString(context.resolve("drop"), "");
        Files.createDirectories(context.resolve("dir"));
        Files.writeString(context.resolve("dir/a.log"), "");
        Files.writeString(context.resolve("dir/b"), "");

        var result = bench.build(context, "--destination=" + image("ignored:1"));

        assertThat(result.output().lines().filter(line -> line.startsWith("has ")))
                .containsExactly("has /c/dir", "has /c/keep", "has /c/dir/b");
    }

    @Test
    void commitOfARepositoryIsBuilt() throws Exception {
        var repository = bench.context("repository/app", "FROM REGISTRY/base:1\nCOPY word /word\n")
                .getParent();
        Files.writeString(repository.resolve("app/word"), "one\n");
        Files.move(repository.resolve("app/Dockerfile"), repository.resolve("Dockerfile"));
        git(repository, "init", "-q", "-b", "main");
        git(repository, "add", "-A");
        git(repository, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "x");
        Files.writeString(repository.resolve("app/word"), "not committed\n");

        var result = bench.call(List.of(
                "--context=file://" + repository,
                "--git-revision=" + git(repository, "rev-parse", "HEAD").strip(),
                "--context-sub-path=app",
                "--dockerfile=../Dockerfile",
                "--destination=" + image("repository:1")));

        assertArrived("repository:1", result);
        Files.writeString(repository.resolve("app/word"), "one\n");
        assertThat(result.metadata().at("/context").asText())
                .isEqualTo(new Context(new LocalTree(repository.resolve("app")).files(path -> true))
                        .digest()
                        .value());
    }

    @Test
    void anotherContextThanExpectedIsNotBuilt() throws Exception {
        var context = bench.context("another", "FROM REGISTRY/base:1\n");

        var result = bench.build(context, "--destination=" + image("another:1"), "--expect-context=" + first);

        assertThat(result.code()).isEqualTo(ExitCode.ANOTHER_CONTEXT);
        assertThat(result.problem()).isEqualTo("truth-violated");
        assertThat(result.output()).doesNotContain("STEP");
    }

    @Test
    void whatTheBackEndCannotDoIsRefusedBeforeBuilding() throws Exception {
        var context = bench.context("link", "FROM REGISTRY/base:1\nCOPY --link Dockerfile /x\n");

        var result = bench.build(context, "--destination=" + image("link:1"));

        assertThat(result.code()).isEqualTo(ExitCode.UNSUPPORTED);
        assertThat(result.metadata().at("/problem/text").asText())
                .startsWith("Line 2 uses COPY --link, which buildah ");
        assertThat(result.output()).doesNotContain("STEP");
    }

    @Test
    void failingCommandIsShownWithItsLastLines() throws Exception {
        var context =
                bench.context("failing", "FROM REGISTRY/base:1\nRUN echo almost; echo \"no such thing\" >&2; exit 7\n");

        var result = bench.build(context, "--destination=" + image("failing:1"));

        assertThat(result.code()).isEqualTo(ExitCode.BUILD_FAILED);
        assertThat(result.problem()).isEqualTo("build-failed");
        assertThat(result.metadata().at("/problem/text").asText())
                .contains("almost\n", "no such thing\n", "exit status 7");
        assertThat(FOLDER.resolve("bench/work")).isEmptyDirectory();
    }

    @Test
    void baseThatIsNotThereIsMissing() throws Exception {
        var context = bench.context("missing", "FROM REGISTRY/nowhere:1\n");

        var result = bench.build(context, "--destination=" + image("missing:1"));

        assertThat(result.code()).isEqualTo(ExitCode.BUILD_FAILED);
        assertThat(result.problem()).isEqualTo("base-missing");
    }

    @Test
    void registryThatIsAwayIsNotReachable() throws Exception {
        var context = bench.context("away", "FROM 127.0.0.1:1/base:1\n");

        var result = bench.build(context, "--destination=" + image("away:1"), "--insecure-registry=127.0.0.1:1");

        assertThat(result.code()).as(result.output()).isEqualTo(ExitCode.NOT_REACHABLE);
    }

    @Test
    void registryWithAnAuthorityOfItsOwnIsReachedByItsCertificate() throws Exception {
        var self = SelfSigned.in(FOLDER.resolve("authority"));
        var trust = "--registry-certificate=" + self.certificate();
        try (var secure = TestRegistry.start(FOLDER.resolve("secure"), self)) {
            var base = bench.context("secure-base", "FROM scratch\nCOPY Dockerfile /\n");
            var child = bench.context("secure-child", "FROM " + secure.host() + "/base:1\nCOPY Dockerfile /child\n");

            var pushed = bench.build(base, "--destination=" + secure.host() + "/base:1", trust);
            var pulled = bench.build(child, "--destination=" + secure.host() + "/child:1", trust);
            var strange = bench.build(child, "--destination=" + secure.host() + "/child:1");

            assertThat(pushed.code()).as(pushed.output()).isEqualTo(ExitCode.BUILT);
            assertThat(pulled.code()).as(pulled.output()).isEqualTo(ExitCode.BUILT);
            assertThat(strange.output()).contains("x509: ");
            assertThat(strange.code()).isEqualTo(ExitCode.BUILD_FAILED);
        }
    }

    @Test
    void fileWithoutACertificateIsReported() throws Exception {
        var context = bench.context("strange", "FROM scratch\n");

        var result = bench.build(context, "--no-push", "--registry-certificate=" + context.resolve("Dockerfile"));

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.metadata().at("/problem/text").asText()).contains("holds no certificate that can be read");
    }

    @Test
    void contextThatIsNoUrlIsReported() throws Exception {
        var result = bench.call(List.of("--context=https://host/a b.git", "--no-push", "--git-branch=main"));

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.metadata().at("/problem/text").asText()).contains("is no URL");
    }

    @Test
    void wrongFlagIsReportedToo() throws Exception {
        var result = bench.call(List.of("--context=x", "--dockerfile=y"));

        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
        assertThat(result.metadata().at("/problem/text").asText()).isEqualTo("There is no --destination.");
    }

    @Test
    void secretsAreNotShown() throws Exception {
        var context = bench.context("secret", "FROM REGISTRY/base:1\nARG API_TOKEN\nRUN true\n");

        var result = bench.build(context, "--no-push", "--build-arg=API_TOKEN=hush-hush");

        assertThat(result.code()).as(result.output()).isEqualTo(ExitCode.BUILT);
        assertThat(result.metadata().has("manifest")).isFalse();
        assertThat(result.output()).contains("--build-arg=API_TOKEN=***");
    }

    @Test
    void aSignalEndsBuildahToo() throws Exception {
        var context = bench.context("endless", "FROM REGISTRY/base:1\nRUN echo begun; while :; do :; done\n");
        var metadata = FOLDER.resolve("bench/ended.json");
        var log = FOLDER.resolve("bench/ended.log");
        var command = new java.util.ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Builder.class.getName(),
                "--context=" + context,
                "--no-push"));
        command.addAll(bench.usual(metadata));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        awaitLine(process, log, "begun");
        var started = process.descendants().toList();

        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(started).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(Files.readString(metadata)).contains("\"code\":\"cancelled\"");
        assertThat(FOLDER.resolve("bench/work")).isEmptyDirectory();
    }

    private static Bench.Result build(Path context, String mounted) throws Exception {
        return bench.build(
                context,
                "--destination=" + image("mounts:1"),
                "--pin=" + image("base:1") + "=" + first,
                "--pin=" + image("base:2") + "=" + mounted);
    }

    private static void assertArrived(String tag, Bench.Result result) throws Exception {
        assertThat(result.code()).as(result.output()).isEqualTo(ExitCode.BUILT);
        try (var client = new HttpRegistry(RegistrySettings.defaults().insecure(Set.of(registry.host())))) {
            var there = client.head(ImageRef.parse(image(tag))).orElseThrow();
            assertThat(there.digest()).isEqualTo(new Digest(result.digest()));
            assertThat(there.mediaType())
                    .isEqualTo(result.metadata().at("/manifest/mediaType").asText());
            assertThat(there.size())
                    .isEqualTo(result.metadata().at("/manifest/size").asLong());
        }
    }

    private static String architecture(String tag) throws Exception {
        var image = ImageRef.parse(image(tag));
        try (var client = new HttpRegistry(RegistrySettings.defaults().insecure(Set.of(registry.host())))) {
            var config = client.manifest(image).orElseThrow().content().config();
            return client.config(image.repository(), config.orElseThrow())
                    .platform()
                    .architecture();
        }
    }

    private static void awaitLine(Process process, Path log, String line) throws Exception {
        for (int attempt = 0; attempt < 600 && process.isAlive(); attempt++) {
            if (Files.readString(log).lines().anyMatch(line::equals)) {
                return;
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        throw new AssertionError("did not begin: " + Files.readString(log));
    }

    private static String git(Path repository, String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        return Bench.run(command.toArray(String[]::new));
    }

    private static String image(String name) {
        return registry.host() + "/" + name;
    }
}
