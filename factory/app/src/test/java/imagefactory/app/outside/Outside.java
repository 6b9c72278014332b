package imagefactory.app.outside;

import imagefactory.core.outcome.Refused;
import imagefactory.core.registry.Registry;
import imagefactory.core.scan.ScanReports;
import imagefactory.core.sign.Verifier;
import imagefactory.oci.layout.LayoutRegistry;
import imagefactory.trust.KeyPairFile;
import imagefactory.trust.KeySigner;
import imagefactory.trust.KeyVerifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What stands behind the factory's ports in these tests. */
@Singleton
public class Outside {
    private final Path folder;
    private final KeyPairFile keys;
    private final Outages outages;

    Outside() throws IOException, Refused {
        folder = Files.createTempDirectory("outside");
        keys = new KeyPairFile(folder.resolve("factory.key"), Optional.empty());
        keys.generate(folder.resolve("factory.pub"));
        outages = new Outages(new LayoutRegistry(folder.resolve("registry")));
    }

    @Produces
    @Singleton
    Outages outages() {
        return outages;
    }

    @Produces
    @Singleton
    Registry registry() {
        return outages.registry();
    }

    @Produces
    @Singleton
    FakeSources sources() {
        return new FakeSources();
    }

    @Produces
    @Singleton
    FakeExecutor executor(Registry registry, FakeSources sources) {
        return new FakeExecutor(registry, sources);
    }

    @Produces
    @Singleton
    FakeScanner scanner() {
        return new FakeScanner();
    }

    @Produces
    @Singleton
    FakePromoter promoter() {
        return new FakePromoter();
    }

    @Produces
    @Singleton
    FakePipeline pipeline() {
        return new FakePipeline();
    }

    @Produces
    @Singleton
    ScanReports reports() {
        return (_, _, _) -> {};
    }

    @Produces
    @Singleton
    FakeSigner signer() {
        return new FakeSigner(new KeySigner(keys));
    }

    @Produces
    @Singleton
    Verifier verifier() throws Refused {
        return KeyVerifier.of(keys);
    }
}
