package imagefactory.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final Descriptor IMAGE = new Descriptor(MediaTypes.OCI_MANIFEST, digest("image"), 5);

    @Test
    void anIndexIsWrittenOnceAndForAll() {
        var child = IMAGE.in(Platform.parse("linux/arm/v6"), Map.of("io.imagefactory.epoch", ""));

        var index = Manifest.index(List.of(child), Map.of("b", "2", "a", "1"));

        assertThat(index.bytes().utf8()).isEqualTo("""
                        {"annotations":{"a":"1","b":"2"},"manifests":[{"annotations":{"io.imagefactory.epoch":""},"digest":"%s",\
                        "mediaType":"application/vnd.oci.image.manifest.v1+json",\
                        "platform":{"architecture":"arm","os":"linux","variant":"v6"},"size":5}],\
                        "mediaType":"application/vnd.oci.image.index.v1+json","schemaVersion":2}""".formatted(digest("image")));
        assertThat(index.isIndex()).isTrue();
        assertThat(index.content().manifests()).containsExactly(child);
        assertThat(index.descriptor().size()).isEqualTo(index.bytes().size());
        assertThat(index.descriptor().digest()).isEqualTo(index.bytes().digest());
    }

    @Test
    void anArtifactRefersToItsSubjectAndHasAnEmptyConfiguration() {
        var layer = new Descriptor(MediaTypes.SIGSTORE_BUNDLE, digest("bundle"), 6);
        var subject = IMAGE.in(Platform.LINUX_AMD64, Map.of("not", "repeated"));

        var artifact = Manifest.artifact(subject, layer, Map.of("dev.sigstore.bundle.content", "dsse-envelope"));

        assertThat(artifact.bytes().utf8()).isEqualTo("""
                        {"annotations":{"dev.sigstore.bundle.content":"dsse-envelope"},\
                        "artifactType":"application/vnd.dev.sigstore.bundle.v0.3+json",\
                        "config":{"digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",\
                        "mediaType":"application/vnd.oci.empty.v1+json","size":2},\
                        "layers":[{"digest":"%s","mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","size":6}],\
                        "mediaType":"application/vnd.oci.image.manifest.v1+json","schemaVersion":2,\
                        "subject":{"digest":"%s","mediaType":"application/vnd.oci.image.manifest.v1+json","size":5}}""".formatted(digest("bundle"), digest("image")));
        assertThat(artifact.content().subject()).contains(IMAGE);
    }

    @Test
    void anImageIsBuiltOnWhatItsLowestLayersAre() {
        var base = config("a", "b");

        assertThat(config("a", "b").isBuiltOn(base)).isTrue();
        assertThat(config("a", "b", "c").isBuiltOn(base)).isTrue();
        assertThat(config("a").isBuiltOn(base)).isFalse();
        assertThat(config("a", "c", "b").isBuiltOn(base)).isFalse();
        assertThat(config("b", "a").isBuiltOn(config())).isTrue();
    }

    @Test
    void whatADescriptorSaysIsNotChangedFromOutside() {
        var annotations = new TreeMap<>(Map.of("a", "1"));
        var descriptor = new Descriptor(
                MediaTypes.OCI_MANIFEST, digest("x"), 1, Optional.empty(), Optional.empty(), annotations);

        annotations.put("a", "2");

        assertThat(descriptor.annotations()).containsExactly(Map.entry("a", "1"));
    }

    private static ImageConfig config(String... layers) {
        return new ImageConfig(
                Platform.LINUX_AMD64,
                java.util.stream.Stream.of(layers).map(ManifestTest::digest).toList(),
                new TreeMap<>());
    }

    private static Digest digest(String content) {
        return Bytes.utf8(content).digest();
    }
}
