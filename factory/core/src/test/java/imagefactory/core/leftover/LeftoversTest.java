package imagefactory.core.leftover;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.leftover.Leftovers.Leftover;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LeftoversTest {
    private static final Instant SINCE = Instant.parse("2027-03-01T09:00:00Z");
    private static final Optional<Instant> OLD = Optional.of(SINCE.minusSeconds(1));

    @Test
    void whatARunNamesStaysWithAllThatHangsOnIt() {
        var amd64 = staged(image("amd64"), OLD);
        var arm64 = staged(image("arm64"), OLD);
        var index = staged(index(amd64, arm64), Optional.empty());
        var signature = staged(artifact(index, "signature"), Optional.empty());
        var old = staged(image("old"), OLD);

        var leftovers = Leftovers.of(List.of(amd64, arm64, index, signature, old), needed(index));

        assertThat(digests(leftovers)).containsExactly(old.digest());
        assertThat(leftovers.kept()).isEqualTo(4);
    }

    @Test
    void whatAReferrerThatIsNeededIsAboutStays() {
        var image = staged(image("image"), OLD);
        var signature = staged(artifact(image, "signature"), Optional.empty());

        assertThat(digests(Leftovers.of(List.of(image, signature), needed(signature))))
                .isEmpty();
    }

    @Test
    void theListOfReferrersUnderItsTagStaysWithItsSubject() {
        var image = staged(image("image"), OLD);
        var signature = staged(artifact(image, "signature"), Optional.empty());
        var list =
                new Staged(index(signature), List.of("sha256-" + image.digest().hex()), Optional.empty());

        assertThat(digests(Leftovers.of(List.of(image, signature, list), needed(image))))
                .isEmpty();
        assertThat(digests(Leftovers.of(List.of(image, signature, list), needed())))
                .containsExactly(list.digest(), signature.digest(), image.digest());
    }

    @Test
    void whatAnOpenRunBuildsToStaysByItsTag() {
        var pushed = new Staged(image("pushed"), List.of("other", "build-key"), Optional.empty());
        var needed = new Needed(Set.of(), Set.of("build-key"), SINCE, false);

        assertThat(digests(Leftovers.of(List.of(pushed), needed))).isEmpty();
    }

    @Test
    void whatWasUsedLatelyStaysWhoeverNamesIt() {
        var young = staged(image("young"), Optional.of(SINCE));
        var old = staged(image("old"), OLD);

        assertThat(digests(Leftovers.of(List.of(young, old), needed()))).containsExactly(old.digest());
    }

    @Test
    void whatNobodyRecordedStaysAsLongAsARunIsOpen() {
        var unknown = staged(image("unknown"), Optional.empty());
        var old = staged(image("old"), OLD);
        var busy = new Needed(Set.of(), Set.of(), SINCE, true);

        assertThat(digests(Leftovers.of(List.of(unknown, old), busy))).containsExactly(old.digest());
        assertThat(Leftovers.of(List.of(unknown), needed()).all())
                .extracting(Leftover::because)
                .containsExactly("no build is recorded with it, and no run is open");
    }

    @Test
    void bytesThatOthersNeedTooAreNotCounted() {
        var kept = staged(image("kept", "shared"), OLD);
        var one = staged(image("one", "shared", "more"), OLD);
        var two = staged(image("two", "more"), OLD);

        var freed = Leftovers.of(List.of(kept, one, two), needed(kept)).all().stream()
                .mapToLong(Leftover::bytes)
                .sum();

        long manifests =
                (long) one.manifest().bytes().size() + two.manifest().bytes().size();
        long blobs = "onetwomore".length();
        assertThat(freed).isEqualTo(manifests + blobs);
    }

    private static List<Digest> digests(Leftovers leftovers) {
        return leftovers.all().stream().map(it -> it.staged().digest()).toList();
    }

    private static Needed needed(Staged... named) {
        var digests = Set.copyOf(List.of(named).stream().map(Staged::digest).toList());
        return new Needed(digests, Set.of(), SINCE, false);
    }

    private static Staged staged(Manifest manifest, Optional<Instant> used) {
        return new Staged(manifest, List.of(), used);
    }

    private static Manifest index(Staged... children) {
        return Manifest.index(
                List.of(children).stream().map(it -> it.manifest().descriptor()).toList(), Map.of());
    }

    private static Manifest artifact(Staged subject, String content) {
        return Manifest.artifact(subject.manifest().descriptor(), blob(MediaTypes.SIGSTORE_BUNDLE, content), Map.of());
    }

    private static Manifest image(String config, String... layers) {
        var content = new Manifest.Content(
                Optional.of(blob(MediaTypes.OCI_CONFIG, config)),
                List.of(layers).stream()
                        .map(layer -> blob("application/vnd.oci.image.layer.v1.tar", layer))
                        .toList(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>());
        return new Manifest(MediaTypes.OCI_MANIFEST, Bytes.utf8(config + List.of(layers)), content);
    }

    private static Descriptor blob(String type, String content) {
        return new Descriptor(type, Bytes.utf8(content).digest(), content.length());
    }
}
