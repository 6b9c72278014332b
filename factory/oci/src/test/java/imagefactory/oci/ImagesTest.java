package imagefactory.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Refused;
import imagefactory.core.registry.Registry;
import imagefactory.oci.layout.LayoutRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
    private static final Repository STAGING = new Repository("here:5000", "demo/portal-build");
    private static final Repository ELSEWHERE = new Repository("there:5000", "demo/portal");

    @TempDir
    Path folder;

    private Registry registry;
    private Samples.Image image;
    private ImageRef source;

    @BeforeEach
    void push() throws Exception {
        registry = new LayoutRegistry(folder);
        image = Samples.image(Platform.LINUX_AMD64, "copied");
        source = image.pushTo(registry, STAGING);
    }

    @Test
    void blobsAreStreamedToAnotherRegistry() throws Exception {
        try (var images = new Images(registry)) {
            assertThat(images.copy(source, ELSEWHERE))
                    .isEqualTo(new Done<>(image.manifest().descriptor()));
        }

        assertThat(registry.manifest(ImageRef.of(ELSEWHERE, image.manifest().digest())))
                .contains(image.manifest());
        try (var in = registry.blob(ELSEWHERE, image.layerDescriptor())) {
            assertThat(in.readAllBytes()).isEqualTo(image.layer().array());
        }
    }

    @Test
    void longCopyIsPendingAndGoesOn() throws Exception {
        var open = new CountDownLatch(1);
        try (var images = new Images(waitingFor(open), Duration.ofMillis(50))) {
            assertThat(images.copy(source, ELSEWHERE)).isEqualTo(new Pending<>(Duration.ofSeconds(1)));
            open.countDown();

            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(images.copy(source, ELSEWHERE)).isInstanceOf(Done.class));
        }
    }

    @Test
    void indexIsNotExportedButItsImagesAre() throws Exception {
        var index = Samples.index(image);
        registry.put(ImageRef.of(STAGING, "1.0"), index);

        try (var images = new Images(registry)) {
            assertThatThrownBy(() -> images.export(ImageRef.of(STAGING, "1.0"), folder.resolve("out")))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("Name the digest of one of its 1 manifests.");
        }
    }

    private Registry waitingFor(CountDownLatch open) {
        return (Registry) Proxy.newProxyInstance(
                Registry.class.getClassLoader(), new Class<?>[] {Registry.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("mount")) {
                        open.await();
                    }
                    try {
                        return method.invoke(registry, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
