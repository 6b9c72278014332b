package imagefactory.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.ImageConfig;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import imagefactory.oci.content.ReferrersIndex;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every registry behind the port does, real ones and directories alike. */
abstract class RegistryContract extends ImagesContract {

    @Test
    void whatIsNotThereIsAnEmptyAnswer() throws Exception {
        assertThat(registry.head(ImageRef.of(repository, "latest"))).isEmpty();
        assertThat(registry.manifest(ImageRef.of(repository, NOWHERE))).isEmpty();
        assertThat(registry.has(repository, NOWHERE)).isFalse();
        assertThat(registry.tags(repository)).isEmpty();
        assertThat(registry.referrers(repository, NOWHERE)).isEmpty();
    }

    @Test
    void manifestComesBackByteForByte() throws Exception {
        var image = Samples.image(Platform.LINUX_AMD64, "exact");
        var ref = image.pushTo(registry, repository);

        assertThat(registry.manifest(ref)).contains(image.manifest());
        assertThat(registry.head(ref)).contains(bare(image.manifest()));
    }

    @Test
    void dockersManifestsAreReadAsTheyAre() throws Exception {
        var image = Samples.dockerImage("docker");
        var ref = image.pushTo(registry, repository);

        assertThat(registry.manifest(ref)).contains(image.manifest());
        assertThat(registry.manifest(ref).orElseThrow().mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
    }

    @Test
    void indexIsFoundUnderItsTagWithWhatItSaysOfEachPlatform() throws Exception {
        var amd64 = Samples.image(Platform.LINUX_AMD64, "one");
        var arm64 = Samples.image(Platform.LINUX_ARM64, "two");
        amd64.pushTo(registry, repository);
        arm64.pushTo(registry, repository);
        var index = Samples.index(amd64, arm64);

        registry.put(ImageRef.of(repository, "1.0"), index);

        assertThat(registry.manifest(ImageRef.of(repository, "1.0"))).contains(index);
        assertThat(registry.manifest(ImageRef.of(repository, index.digest()))).contains(index);
        assertThat(registry.head(ImageRef.of(repository, "1.0"))).contains(bare(index));
    }

    @Test
    void puttingAgainChangesNothingAndTagsMove() throws Exception {
        var first = Samples.image(Platform.LINUX_AMD64, "first");
        var second = Samples.image(Platform.LINUX_AMD64, "second");
        first.pushTo(registry, repository);
        first.pushTo(registry, repository);
        second.pushTo(registry, repository);

        registry.put(ImageRef.of(repository, "latest"), first.manifest());
        registry.put(ImageRef.of(repository, "latest"), second.manifest());

        assertThat(registry.manifest(ImageRef.of(repository, "latest"))).contains(second.manifest());
        assertThat(registry.manifest(ImageRef.of(repository, first.manifest().digest())))
                .contains(first.manifest());
    }

    @Test
    void manifestWhoseBlobsAreMissingIsRefused() throws Exception {
        var image = Samples.image(Platform.LINUX_AMD64, "blobs nobody pushed " + host());
        var ref = ImageRef.of(repository, image.manifest().digest());

        if (looksForParts()) {
            assertThatThrownBy(() -> registry.put(ref, image.manifest()))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.problem().code()).isEqualTo(Code.REGISTRY_WRONG));
        } else {
            registry.put(ref, image.manifest());
        }
    }

    @Test
    void configurationIsReadForWhatItSays() throws Exception {
        var image = Samples.image(Platform.LINUX_ARM64, "config");
        image.pushTo(registry, repository);

        assertThat(registry.config(repository, image.configDescriptor()))
                .isEqualTo(new ImageConfig(
                        Platform.LINUX_ARM64,
                        List.of(image.layer().digest()),
                        new TreeMap<>(Map.of("io.imagefactory.test", "config"))));
    }

    @Test
    void blobComesBackByteForByte() throws Exception {
        var content = random(3_000_017);
        var blob = new Descriptor("application/octet-stream", content.digest(), content.size());
        Samples.blob(registry, repository, blob, content);

        assertThat(registry.has(repository, content.digest())).isTrue();
        try (var in = registry.blob(repository, blob)) {
            assertThat(Bytes.of(in.readAllBytes())).isEqualTo(content);
        }
    }

    @Test
    void emptyBlobIsABlob() throws Exception {
        var empty = Bytes.of(new byte[0]);
        var blob = new Descriptor("application/octet-stream", empty.digest(), 0);
        Samples.blob(registry, repository, blob, empty);

        try (var in = registry.blob(repository, blob)) {
            assertThat(in.readAllBytes()).isEmpty();
        }
    }

    @Test
    void blobThatIsThereIsNotSentAgain() throws Exception {
        var content = Bytes.utf8("sent once");
        var blob = new Descriptor("application/octet-stream", content.digest(), content.size());
        var opened = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            registry.putBlob(repository, blob, () -> {
                opened.incrementAndGet();
                return new ByteArrayInputStream(content.array());
            });
        }

        assertThat(opened).hasValue(1);
    }

    @Test
    void blobOfOtherBytesThanItsDigestSaysIsNotTaken() throws Exception {
        var promised = Bytes.utf8("what was promised by " + host());
        var blob = new Descriptor("application/octet-stream", promised.digest(), promised.size());
        var other = "what was PROMISED by " + host();

        assertThatThrownBy(() -> Samples.blob(registry, repository, blob, Bytes.utf8(other)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("other bytes");
        assertThat(registry.has(repository, promised.digest())).isFalse();
    }

    @Test
    void blobWhoseSourceBreaksOffCanBePutLater() throws Exception {
        var content = random(300_000);
        var blob = new Descriptor("application/octet-stream", content.digest(), content.size());
        var half = Bytes.of(Arrays.copyOf(content.array(), 100_000));

        assertThatThrownBy(() -> Samples.blob(registry, repository, blob, half))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("ended after 100000 of 300000 bytes");
        assertThat(registry.has(repository, content.digest())).isFalse();
        Samples.blob(registry, repository, blob, content);
        assertThat(registry.has(repository, content.digest())).isTrue();
    }

    @Test
    void missingBlobIsToldAsNotFound() {
        var blob = new Descriptor("application/octet-stream", NOWHERE, 7);

        assertThatThrownBy(() -> registry.blob(repository, blob))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(Code.NOT_FOUND));
    }

    @Test
    void blobWhoseSizeIsNotWhatWasSaidIsFoundOutWhileReading() throws Exception {
        var content = Bytes.utf8("twelve bytes");
        var blob = new Descriptor("application/octet-stream", content.digest(), content.size());
        Samples.blob(registry, repository, blob, content);
        var longer = new Descriptor("application/octet-stream", content.digest(), 13);

        assertThatThrownBy(() -> {
                    try (var in = registry.blob(repository, longer)) {
                        in.readAllBytes();
                    }
                })
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(Unavailable.class);
    }

    @Test
    void blobIsMountedFromAnotherRepository() throws Exception {
        var image = Samples.image(Platform.LINUX_AMD64, "mounted");
        image.pushTo(registry, repository);

        assertThat(registry.mount(other, image.layer().digest(), repository)).isEqualTo(mounts());
        assertThat(registry.has(other, image.layer().digest())).isTrue();
    }

    @Test
    void blobOfAnotherRegistryCannotBeMounted() throws Exception {
        var elsewhere = new Repository("elsewhere.example:5000", "contract");

        assertThat(registry.mount(repository, NOWHERE, elsewhere)).isFalse();
    }

    @Test
    void allTagsAreListed() throws Exception {
        var image = Samples.image(Platform.LINUX_AMD64, "tagged");
        image.pushTo(registry, repository);
        for (var tag : List.of("1.0", "latest", "20260101-120000-abc")) {
            registry.put(ImageRef.of(repository, tag), image.manifest());
        }

        assertThat(registry.tags(repository)).containsExactlyInAnyOrder("1.0", "latest", "20260101-120000-abc");
    }

    @Test
    void referrersAreListedWithTypeAndAnnotations() throws Exception {
        var image = Samples.image(Platform.LINUX_AMD64, "referred to");
        image.pushTo(registry, repository);
        var one = Samples.artifact(registry, repository, image.manifest().descriptor(), "one");
        var two = Samples.artifact(registry, repository, image.manifest().descriptor(), "two");

        registry.attach(repository, List.of(one));
        registry.attach(repository, List.of(two));
        registry.attach(repository, List.of(one));

        assertThat(registry.referrers(repository, image.manifest().digest()))
                .containsExactlyInAnyOrder(one.descriptor(), two.descriptor());
        assertThat(registry.manifest(ImageRef.of(repository, one.digest()))).contains(one);
    }

    @Test
    void referrersInAnyOrderAreTheSameIndex() throws Exception {
        var image = Samples.image(Platform.LINUX_AMD64, "any order");
        for (var each : List.of(repository, other)) {
            image.pushTo(registry, each);
        }
        var one = Samples.artifact(registry, repository, image.manifest().descriptor(), "one");
        var two = Samples.artifact(registry, repository, image.manifest().descriptor(), "two");
        Samples.artifact(registry, other, image.manifest().descriptor(), "one");
        Samples.artifact(registry, other, image.manifest().descriptor(), "two");
        registry.attach(repository, List.of(one));
        registry.attach(repository, List.of(two));
        registry.attach(other, List.of(two));
        registry.attach(other, List.of(one));

        var tag = ReferrersIndex.tag(image.manifest().digest());
        assertThat(registry.head(ImageRef.of(repository, tag))).isEqualTo(registry.head(ImageRef.of(other, tag)));
    }

    @Test
    void deletedReferrerIsListedNoMore() throws Exception {
        var image = Samples.image(Platform.LINUX_AMD64, "deleted referrer");
        image.pushTo(registry, repository);
        var one = Samples.artifact(registry, repository, image.manifest().descriptor(), "one");
        var two = Samples.artifact(registry, repository, image.manifest().descriptor(), "two");
        registry.attach(repository, List.of(one));
        registry.attach(repository, List.of(two));

        registry.delete(ImageRef.of(repository, one.digest()));

        assertThat(registry.referrers(repository, image.manifest().digest())).containsExactly(two.descriptor());
    }

    @Test
    void manifestIsDeletedByItsDigestAndDeletingAgainIsNothing() throws Exception {
        var image = Samples.image(Platform.LINUX_AMD64, "deleted");
        var ref = image.pushTo(registry, repository);

        registry.delete(ref);
        registry.delete(ref);

        assertThat(registry.manifest(ref)).isEmpty();
        assertThat(registry.head(ref)).isEmpty();
    }

    @Test
    void noTagOfAManifestThatIsGoneStays() throws Exception {
        var image = Samples.image(Platform.LINUX_AMD64, "tagged and gone");
        var tag = ImageRef.of(repository, "gone");
        image.blobsTo(registry, repository);
        registry.put(tag, image.manifest());

        registry.delete(ImageRef.of(repository, image.manifest().digest()));
        if (registry.head(tag).isPresent()) { // some registries leave it
            registry.delete(tag);
        }

        assertThat(registry.head(tag)).isEmpty();
        assertThat(registry.tags(repository)).doesNotContain("gone");
    }

    private static Descriptor bare(Manifest manifest) {
        return new Descriptor(
                manifest.mediaType(),
                manifest.digest(),
                manifest.bytes().size(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>());
    }

    private static Bytes random(int size) {
        var bytes = new byte[size];
        new Random(42).nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
