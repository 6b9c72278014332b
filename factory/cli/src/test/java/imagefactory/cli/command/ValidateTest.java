package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.Typed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateTest {
    private static final String GOOD = """
            - name: portal
              registry: ghcr.io
              repository: acme/portal
              source: {provider: github, repo: acme/mono, branch: main}
              platforms: [linux/amd64]
            - name: postgres
              repository: library/postgres
              schedule: weekly
            """;

    @TempDir
    Path folder;

    @Test
    void goodCatalogIsCountedWithItsWarnings() throws Exception {
        var file = Files.writeString(folder.resolve("images.yaml"), GOOD).toString();

        var ended = new Typed().type("validate", file);

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).startsWith(file + ": nothing to fix in 2 images, 1 warning\n  " + file + ":8:3   ");
    }

    @Test
    void everyFaultIsShownAtOnceWithItsPlace() throws Exception {
        var file = folder.resolve("images.yaml");
        Files.writeString(file, GOOD.replace("platforms:", "plattforms:").replace("postgres\n  rep", "Post\n  rep"));

        var ended = new Typed().type("validate", file.toString());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).startsWith(file + ": 2 to fix\n").contains(file + ":5:3 ", file + ":6:9 ");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void machinesReadOneDocument() {
        var ended = new Typed().input("- name: a b\n").type("validate", "-", "--json");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .startsWith("{\"faults\":[{\"column\":3,\"line\":1,")
                .endsWith(
                        "{\"column\":9,\"line\":1,\"remedy\":\"Write a-b.\",\"text\":\"image \\\"a b\\\": name \\\"a b\\\" is not a DNS label.\"}],"
                                + "\"file\":\"-\",\"images\":[],\"valid\":false,\"warnings\":[]}\n");
    }

    @Test
    void fileThatIsNotThereIsWrongUsage() {
        assertThat(new Typed().type("validate", "nowhere.yaml")).isEqualTo(new Typed.Ended(2, "", """
                bad-request: nowhere.yaml cannot be read: there is no such file.
                  Correct the path; it starts from the current folder.
                """));
    }

    @Test
    void sourcesAreAskedWhetherImagesAreBuiltOnTagsThatNeverMove() throws Exception {
        source("runtime", "FROM scratch\n");
        source("worker", "FROM ghcr.io/acme/runtime:20270301-094031\n");
        var file = Files.writeString(folder.resolve("images.yaml"), entry("runtime") + entry("worker") + entry("gone"))
                .toString();

        var ended = new Typed()
                .with("FACTORY_WORK", folder.resolve("work").toString())
                .type("validate", file, "--sources");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .startsWith(file + ": nothing to fix in 3 images, 1 warning\n"
                        + "  image \"worker\": worker is built on ghcr.io/acme/runtime:20270301-094031, which runtime never moves:"
                        + " it is not rebuilt when runtime is. Name in its Dockerfile one that moves: ghcr.io/acme/runtime:latest.\n"
                        + "  image \"gone\": source-missing: ");
        assertThat(new Typed()
                        .with("FACTORY_WORK", folder.resolve("work").toString())
                        .type("validate", file, "--sources", "--json")
                        .out())
                .contains("\"sources\":{\"problems\":[{\"advice\":", "\"parent\":\"runtime\"");
    }

    private static String entry(String name) {
        return """
                - name: %1$s
                  registry: ghcr.io
                  repository: acme/%1$s
                  source: {url: "file:%1$s.git", branch: main, dockerfile: Dockerfile}
                  platforms: [linux/amd64]
                  tags: ["{date}-{time}", latest]
                """.formatted(name);
    }

    private void source(String name, String dockerfile) throws Exception {
        var repository = Files.createDirectory(folder.resolve(name + ".git"));
        git("init", "--quiet", "--initial-branch=main", repository.toString());
        Files.writeString(repository.resolve("Dockerfile"), dockerfile);
        git("-C", repository.toString(), "add", "--all");
        git(
                "-C",
                repository.toString(),
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@t",
                "commit",
                "--quiet",
                "-m",
                "made");
    }

    private static void git(String... words) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
