package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.Typed;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthTest {
    private static final String CATALOG = """
            - {name: postgres, repository: library/postgres, allowTags: ^16-alpine$}
            - {name: odd, repository: acme/a--b, stages: [{name: prod}]}
            """;

    @TempDir
    Path folder;

    private String out;

    @BeforeEach
    void name() {
        out = folder.resolve("out").toString();
    }

    @Test
    void peopleReadATableAndWhatIsLeftOut() {
        var ended = new Typed().input(CATALOG).type("synth", "-", "--out", out, "--base", "debian:12");

        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .startsWith("KIND ")
                .contains("""
                Warehouse         postgres                                              warehouses/postgres.yaml                                          new
                Warehouse         docker-io-library-debian-12-2c6047a3                  warehouses/docker-io-library-debian-12-2c6047a3.yaml              new
                Stage             rebuild-trigger-postgres                              stages/rebuild-trigger-postgres.yaml                              new
                """)
                .endsWith("\n" + out + ": 15 new, 0 changed, 0 as before, 0 removed\n");
        assertThat(ended.err())
                .isEqualTo(
                        "image \"odd\": Kargo takes docker.io/acme/a--b for no repository. Nothing is written for it.\n");
    }

    @Test
    void secondTimeChangesNothing() throws Exception {
        new Typed().input(CATALOG).type("synth", "-", "--out", out);
        var file = Path.of(out, "warehouses/postgres.yaml");
        var before = Files.getLastModifiedTime(file);

        var ended = new Typed().input(CATALOG).type("synth", "-", "--out", out);

        assertThat(ended.out()).endsWith("\n" + out + ": 0 new, 0 changed, 13 as before, 0 removed\n");
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
    }

    @Test
    void whatIsNoLongerEnrolledIsRemovedAndNothingElse() throws Exception {
        new Typed().input(CATALOG).type("synth", "-", "--out", out);
        var own = Files.writeString(Path.of(out, "warehouses/own.yaml"), "apiVersion: v1\n");
        var link = Files.createSymbolicLink(Path.of(out, "stages/link.yaml"), Path.of("rebuild-trigger-postgres.yaml"));

        var ended = new Typed().input("[]").type("synth", "-", "--out", out, "--json");

        assertThat(ended.out())
                .contains(
                        "{\"path\":\"stages/rebuild-trigger-postgres.yaml\",\"state\":\"removed\"}",
                        "{\"path\":\"warehouses/postgres.yaml\",\"state\":\"removed\"}",
                        "{\"kind\":\"ProjectConfig\",\"name\":\"image-factory-kargo\",\"path\":\"project/project-config.yaml\",\"state\":\"changed\"}")
                .startsWith("{\"files\":[")
                .endsWith("\"folder\":\"" + out + "\",\"leftOut\":[]}\n");
        assertThat(own).exists();
        assertThat(link).isSymbolicLink();
        assertThat(Path.of(out, "warehouses/postgres.yaml")).doesNotExist();
    }

    @Test
    void fileOfSomebodyElseIsNotWrittenOver() throws Exception {
        var own = Files.createDirectories(Path.of(out, "project")).resolve("project.yaml");
        Files.writeString(own, "apiVersion: v1\n");

        var ended = new Typed().input(CATALOG).type("synth", "-", "--out", out);

        assertThat(ended).isEqualTo(new Typed.Ended(2, "", """
                bad-request: %s is in the way and was not made by synth.
                  Move it elsewhere, or name another folder with --out.
                """.formatted(own)));
        assertThat(own).content().isEqualTo("apiVersion: v1\n");
    }

    @Test
    void folderThatCannotBeWrittenIsSaid() throws Exception {
        Files.writeString(folder.resolve("out"), "a file");

        var ended = new Typed().input(CATALOG).type("synth", "-", "--out", out);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).startsWith("bad-request: " + out + " cannot be written: ");
    }

    @Test
    void catalogWithFaultsIsNotSynthesised() {
        var ended = new Typed().input("- {name: A}").type("synth", "-", "--out", out);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).startsWith("catalog-invalid: -: 2 to fix\n");
        assertThat(Path.of(out)).doesNotExist();
    }

    @Test
    void wordsThatFitNoManifestAreWrongUsage() {
        assertThat(new Typed()
                        .input("[]")
                        .type("synth", "-", "--out", out, "--project", "A_b")
                        .err())
                .startsWith("bad-request: \"A_b\" is not a namespace: a DNS label expected.\n");
        assertThat(new Typed()
                        .input("[]")
                        .type("synth", "-", "--out", out, "--base", "a b")
                        .code())
                .isEqualTo(2);
    }
}
