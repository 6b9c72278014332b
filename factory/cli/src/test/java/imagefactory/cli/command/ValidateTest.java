package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.Typed;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
