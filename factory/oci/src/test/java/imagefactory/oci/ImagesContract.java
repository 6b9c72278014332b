package imagefactory.oci;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.registry.Registry;
import imagefactory.oci.layout.Layout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with images over every registry behind the port. */
abstract class ImagesContract {
    static final Digest NOWHERE = Bytes.utf8("nowhere").digest();
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    Path folder;

    Registry registry;
    Repository repository;
    Repository other;

    abstract Registry registry();

    /** Host and port of the registry that is asked. */
    abstract String host();

    /** Whether it mounts blobs; not all do, and then they are sent. */
    boolean mounts() {
        return true;
    }

    /** Whether it looks for what a manifest names; not all do. */
    boolean looksForParts() {
        return true;
    }

    @BeforeEach
    void freshRepositories() {
        registry = registry();
        int number = COUNT.incrementAndGet();
        repository = new Repository(host(), "contract/of-" + number);
        other = new Repository(host(), "contract/of-" + number + "/other");
    }

    @Test
    void indexIsCopiedWithAllThatItNames() throws Exception {
        var amd64 = Samples.image(Platform.LINUX_AMD64, "copied one");
        var arm64 = Samples.image(Platform.LINUX_ARM64, "copied two");
        amd64.pushTo(registry, repository);
        arm64.pushTo(registry, repository);
        var index = Samples.index(amd64, arm64);
        var source = ImageRef.of(repository, index.digest());
        registry.put(source, index);

        try (var images = new Images(registry)) {
            assertThat(images.copy(source, other)).isEqualTo(new Done<>(index.descriptor()));
            assertThat(images.copy(source, other)).isEqualTo(new Done<>(index.descriptor()));
        }

        assertThat(registry.manifest(ImageRef.of(other, index.digest()))).contains(index);
        assertThat(registry.manifest(ImageRef.of(other, arm64.manifest().digest())))
                .contains(arm64.manifest());
        assertThat(registry.has(other, arm64.layer().digest())).isTrue();
        assertThat(registry.tags(other)).isEmpty();
    }

    @Test
    void copyingWhatIsNotThereFails() throws Exception {
        try (var images = new Images(registry)) {
            assertThat(images.copy(ImageRef.of(repository, NOWHERE), other))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.problem().code()).isEqualTo(Code.NOT_FOUND));
        }
    }

    @Test
    void imageIsExportedAsALayout() throws Exception {
        var image = Samples.image(Platform.LINUX_AMD64, "exported");
        var ref = image.pushTo(registry, repository);
        var layout = new Layout(folder.resolve("exported"));

        try (var images = new Images(registry)) {
            images.export(ref, layout.directory());
            images.export(ref, layout.directory());
        }

        assertThat(layout.manifests()).hasSize(1);
        assertThat(layout.manifest(image.manifest().digest())).contains(image.manifest());
        assertThat(layout.has(image.layer().digest())).isTrue();
    }

    @Test
    void bundleIsAttachedOnce() throws Exception {
        var image = Samples.image(Platform.LINUX_AMD64, "signed");
        image.pushTo(registry, repository);
        var said = Map.of("dev.sigstore.bundle.content", "dsse-envelope");

        try (var images = new Images(registry)) {
            var subject = image.manifest().descriptor();
            var bundles = Stream.of("{\"a\":1}", "{\"a\":2}")
                    .map(bundle -> new Images.Attachment(Bytes.utf8(bundle), said))
                    .toList();
            var first = images.attachBundles(repository, subject, bundles);
            var again = images.attachBundles(repository, subject, bundles);
            var one = images.attachBundles(repository, subject, List.of(bundles.getLast()));

            assertThat(again).isEqualTo(first);
            assertThat(one).containsExactly(first.getLast());
            assertThat(registry.referrers(repository, subject.digest())).containsExactlyInAnyOrderElementsOf(first);
            assertThat(first)
                    .extracting(Descriptor::artifactType)
                    .containsOnly(Optional.of(MediaTypes.SIGSTORE_BUNDLE));
        }
    }
}
