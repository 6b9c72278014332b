package imagefactory.oci.content;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReferrersIndexTest {
    private static final Descriptor SUBJECT =
            new Descriptor(MediaTypes.OCI_MANIFEST, Bytes.utf8("subject").digest(), 7);

    @Test
    void tagIsMadeOfTheDigest() {
        assertThat(ReferrersIndex.tag(new Digest("sha256:" + "ab".repeat(32)))).isEqualTo("sha256-" + "ab".repeat(32));
        assertThat(ReferrersIndex.tag(new Digest("sha512:" + "ab".repeat(64)))).isEqualTo("sha512-" + "ab".repeat(32));
    }

    @Test
    void orderOfComingDoesNotMatterAndComingTwiceIsNothing() throws Exception {
        var one = artifact("one");
        var two = artifact("two");

        var there = ReferrersIndex.with(Optional.of(ReferrersIndex.with(Optional.empty(), List.of(one))), List.of(two));
        var back = ReferrersIndex.with(Optional.of(ReferrersIndex.with(Optional.empty(), List.of(two))), List.of(one));

        var atOnce = ReferrersIndex.with(Optional.empty(), List.of(two, one, two));

        assertThat(there).isEqualTo(back).isEqualTo(atOnce);
        assertThat(ReferrersIndex.with(Optional.of(there), List.of(one))).isSameAs(there);
        assertThat(there.content().manifests()).containsExactlyInAnyOrder(one.descriptor(), two.descriptor());
    }

    @Test
    void whatOthersWroteIntoItStays() throws Exception {
        var foreign = """
                {"schemaVersion": 2, "mediaType": "%s", "x-owner": "them", "manifests": [
                  {"mediaType": "%s", "digest": "sha256:%s", "size": 3, "artifactType": "application/x",
                   "urls": ["https://example.com/x"], "annotations": {"k": "v"}}]}""".formatted(MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, "0".repeat(64));
        var index = ManifestReader.read("theirs", Optional.empty(), Bytes.utf8(foreign));

        var with = ReferrersIndex.with(Optional.of(index), List.of(artifact("ours")));

        assertThat(with.bytes().utf8())
                .contains("\"x-owner\":\"them\"")
                .contains("\"urls\":[\"https://example.com/x\"],\"annotations\":{\"k\":\"v\"}");
        assertThat(with.content().manifests()).hasSize(2);
        assertThat(ReferrersIndex.without(with, artifact("ours").digest()).content())
                .isEqualTo(index.content());
    }

    private static Manifest artifact(String name) {
        var layer = new Descriptor("application/x", Bytes.utf8(name).digest(), name.length());
        return Manifest.artifact(SUBJECT, layer, Map.of("name", name));
    }
}
