package imagefactory.oci.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    private static final String CONFIG = """
            "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": "%s", "size": 2}""".formatted(DIGEST);

    @Test
    void whatIsServedWithoutATypeIsKnownByItsFields() throws Exception {
        assertThat(read("{\"schemaVersion\": 2, \"manifests\": []}").mediaType())
                .isEqualTo(MediaTypes.OCI_INDEX);
        assertThat(read("{\"schemaVersion\": 2, \"layers\": [], " + CONFIG + "}")
                        .mediaType())
                .isEqualTo(MediaTypes.OCI_MANIFEST);
    }

    @Test
    void platformsOfAnIndexAreReadAndAttestationsHaveNone() throws Exception {
        var index = read("""
                {"schemaVersion": 2, "manifests": [
                  {"mediaType": "m", "digest": "%1$s", "size": 1, "platform": {"os": "linux", "architecture": "arm64", "variant": "v8"}},
                  {"mediaType": "m", "digest": "%1$s", "size": 1, "platform": {"os": "Not One", "architecture": "%%"}},
                  {"mediaType": "m", "digest": "%1$s", "size": 1}]}""".formatted(DIGEST));

        assertThat(index.content().manifests())
                .extracting(each -> each.platform())
                .containsExactly(Optional.of(Platform.LINUX_ARM64), Optional.empty(), Optional.empty());
    }

    @Test
    void schema1IsRefusedWithAWayOut() {
        var problem = problem("{\"schemaVersion\": 1, \"fsLayers\": [], \"history\": []}", Optional.empty());

        assertThat(problem)
                .isEqualTo(
                        new Problem(
                                Code.REGISTRY_WRONG,
                                "old:1 is in Docker's old schema 1, which names no configuration and has no stable digest.",
                                "Push it again with a docker, buildah or skopeo of the last years, which write schema 2 or OCI."));
        assertThat(problem("{}", Optional.of("application/vnd.docker.distribution.manifest.v1+prettyjws")))
                .isEqualTo(problem);
    }

    @Test
    void twoFacesAreRefused() {
        var both = "{\"schemaVersion\": 2, \"manifests\": [], \"layers\": [], " + CONFIG + "}";

        assertThat(problem(both, Optional.of(MediaTypes.OCI_INDEX)).text()).contains("does not have the fields of one");
        assertThat(problem(both, Optional.of(MediaTypes.OCI_MANIFEST)).text())
                .contains("does not have the fields of one");
        assertThat(problem(
                                "{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.DOCKER_INDEX
                                        + "\", \"manifests\": []}",
                                Optional.of(MediaTypes.OCI_INDEX))
                        .text())
                .isEqualTo("old:1 was served as " + MediaTypes.OCI_INDEX + " but calls itself "
                        + MediaTypes.DOCKER_INDEX + ".");
    }

    @Test
    void keyThatComesTwiceIsRefused() {
        assertThat(problem("{\"schemaVersion\": 2, \"manifests\": [], \"manifests\": []}", Optional.empty())
                        .text())
                .contains("Duplicate field 'manifests'");
    }

    @Test
    void whatIsTooDeepOrTooMuchIsRefused() {
        var deep = "{\"schemaVersion\": 2, \"manifests\": [], \"x\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        var entry = "{\"mediaType\": \"m\", \"digest\": \"" + DIGEST + "\", \"size\": 1},";
        var many =
                "{\"schemaVersion\": 2, \"manifests\": [" + entry.repeat(2_001).replaceFirst(",$", "") + "]}";

        assertThat(problem(deep, Optional.empty()).text()).contains("nesting depth");
        assertThat(problem(many, Optional.empty()).text()).contains("2001 entries in manifests, more than 2000");
    }

    @Test
    void whatIsNoManifestIsRefused() {
        assertThat(problem("", Optional.empty()).code()).isEqualTo(Code.REGISTRY_WRONG);
        assertThat(problem("[]", Optional.empty()).text()).endsWith("not a JSON object.");
        assertThat(problem("{\"schemaVersion\": 2, \"manifests\": []} x", Optional.empty())
                        .text())
                .startsWith("old:1 is not a manifest: ");
        assertThat(problem(
                                "{\"schemaVersion\": 2, \"mediaType\": \"text/x\\u001b[31m\", \"layers\": []}",
                                Optional.empty())
                        .text())
                .isEqualTo("old:1 is of the media type text/x [31m, which is neither an image nor an index.");
        assertThat(problem("{\"schemaVersion\": 2, \"layers\": []}", Optional.empty())
                        .text())
                .endsWith("it has layers and no config.");
        assertThat(problem(
                                "{\"schemaVersion\": 2, \"manifests\": [{\"mediaType\": \"m\", \"digest\": \"sha256:../../x\", \"size\": 1}]}",
                                Optional.empty())
                        .text())
                .endsWith("one of its descriptors lacks a mediaType, a digest or a size.");
    }

    @Test
    void brokenBytesOfAnyKindAreOnlyEverRefused() {
        var whole = ("{\"schemaVersion\": 2, \"layers\": [], " + CONFIG + ", \"annotations\": {\"a\": \"b\"}}")
                .toCharArray();
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var broken = whole.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                broken[random.nextInt(broken.length)] = (char) random.nextInt(32, 127);
            }
            try {
                read(new String(broken));
            } catch (Refused e) {
                assertThat(e.problem().code()).as("seed %d", seed).isEqualTo(Code.REGISTRY_WRONG);
            }
        }
    }

    private static Manifest read(String json) throws Refused {
        return ManifestReader.read("old:1", Optional.empty(), Bytes.utf8(json));
    }

    private static Problem problem(String json, Optional<String> type) {
        return catchThrowableOfType(Refused.class, () -> ManifestReader.read("old:1", type, Bytes.utf8(json)))
                .problem();
    }
}
