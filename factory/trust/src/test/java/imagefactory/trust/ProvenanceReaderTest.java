package imagefactory.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import imagefactory.core.attest.Provenance;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.sign.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** On the golden provenances of the core: what it writes is what is read here. */
class ProvenanceReaderTest {
    private static final Path GOLDEN = Path.of("../core/src/test/resources/provenance");
    private static final long SEED = 7;
    private static final int MUTANTS = 1500;

    @Test
    void everythingThatWasWrittenIsReadBack() throws Exception {
        for (var file : List.of("two-platforms", "barest")) {
            assertThat(read(golden(file)).json()).isEqualTo(Bytes.utf8(golden(file)));
        }
    }

    @Test
    void whatNamesTheBuildsAgainIsThere() throws Exception {
        var provenance = read(golden("two-platforms"));
        var made = provenance.platforms().get(Platform.LINUX_ARM64);

        assertThat(provenance.commit()).isEqualTo("8f4e2c1d0b9a8f7e6d5c4b3a2918f7e6d5c4b3a2");
        assertThat(made.inputs().pins())
                .extracting(pin -> pin.reference(), pin -> pin.platform())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(ImageRef.parse("debian:12"), Platform.LINUX_ARM64),
                        org.assertj.core.groups.Tuple.tuple(
                                ImageRef.parse("ghcr.io/acme/node:22"), Platform.LINUX_AMD64));
        assertThat(made.key().value()).isEqualTo("6f50d7ceeecf3aef7c4ad4b771ed91d64a276c2e08c1005947b6dc317796b500");
    }

    @Test
    void provenanceThatContradictsItselfIsRefused() throws Exception {
        var golden = golden("two-platforms");

        assertThat(problemOf(golden.replace("\"VERSION\":\"1.4\"", "\"VERSION\":\"1.5\"")))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(Code.SIGNATURE_INVALID))
                .satisfies(
                        problem -> assertThat(problem.text())
                                .startsWith(
                                        "A signed provenance was read and is none of the factory's:"
                                                + " the predicate.buildDefinition.internalParameters.platforms.linux/amd64.inputs is not sha256:"));
        assertThat(problemOf(golden.replace("\"epoch\":\"\"", "\"epoch\":\"later\""))
                        .text())
                .contains("platforms.linux/amd64.key is not ");
    }

    @Test
    void provenanceOfAnotherBuilderIsRefused() throws Exception {
        var golden = golden("barest");

        assertThat(problemOf(golden.replace("imagefactory.io/build/v1", "mobyproject.org/buildkit@v1"))
                        .text())
                .isEqualTo("A signed provenance was read and is none of the factory's:"
                        + " the predicate.buildDefinition.buildType is not https://imagefactory.io/build/v1.");
        assertThat(problemOf("{}").text()).endsWith("the predicate has no buildDefinition.");
    }

    @Test
    void otherStatementsAreNoProvenance() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> ProvenanceReader.read(Said.SBOM))
                .withMessageContaining("none of the factory's: it is a https://cyclonedx.org/bom.");
    }

    @Test
    void whateverWasSignedNothingButARefusalIsThrown() throws Exception {
        var random = new Random(SEED);
        var golden = golden("two-platforms");

        for (int i = 0; i < MUTANTS; i++) {
            refusedOrRead("seed " + SEED + ", mutant " + i, mutant(random, golden));
        }
    }

    /** A text, a number, a list or an object in place of another word of the document. */
    private static String mutant(Random random, String golden) {
        var words = golden.split("(?<=[\",:\\[\\]{}])|(?=[\",:\\[\\]{}])", -1);
        var others = List.of("", "x", "null", "7", "[]", "{}", "\"", "linux/arm64", "sha256", "../..", "git@x:y z");
        int changes = 1 + random.nextInt(2);
        for (int i = 0; i < changes; i++) {
            words[random.nextInt(words.length)] = others.get(random.nextInt(others.size()));
        }
        return String.join("", words);
    }

    private static void refusedOrRead(String as, String predicate) {
        try {
            assertThat(read(predicate).platforms()).as(as).isNotEmpty();
        } catch (Refused refused) {
            assertThat(refused.problem().code()).as(as).isEqualTo(Code.SIGNATURE_INVALID);
        }
    }

    private static String golden(String file) throws IOException {
        return Files.readString(GOLDEN.resolve(file).resolve("out.json")).strip();
    }

    private static Provenance read(String predicate) throws Refused {
        return ProvenanceReader.read(
                new Statement(Statement.SLSA_PROVENANCE, List.of(Said.PORTAL), Bytes.utf8(predicate)));
    }

    private static Problem problemOf(String predicate) {
        return assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> read(predicate))
                .actual()
                .problem();
    }
}
