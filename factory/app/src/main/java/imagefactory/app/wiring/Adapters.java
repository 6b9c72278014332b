package imagefactory.app.wiring;

import imagefactory.app.config.FactoryConfig;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.promote.Pipeline;
import imagefactory.core.promote.Promoter;
import imagefactory.core.registry.Registry;
import imagefactory.core.scan.ScanReports;
import imagefactory.core.scan.Scanner;
import imagefactory.core.sign.Signer;
import imagefactory.core.sign.Verifier;
import imagefactory.core.source.Sources;
import imagefactory.kargo.Setting;
import imagefactory.kargo.cluster.KargoPipeline;
import imagefactory.kargo.gitops.Destination;
import imagefactory.kargo.gitops.GitPromoter;
import imagefactory.oci.Images;
import imagefactory.oci.http.HttpRegistry;
import imagefactory.oci.http.RegistrySettings;
import imagefactory.scanner.Database;
import imagefactory.scanner.FolderDatabase;
import imagefactory.scanner.Reports;
import imagefactory.scanner.RepositoryDatabase;
import imagefactory.scanner.TrivyScanner;
import imagefactory.scanner.TrivySettings;
import imagefactory.source.GitSettings;
import imagefactory.source.GitSources;
import imagefactory.trust.KeyPairFile;
import imagefactory.trust.KeySigner;
import imagefactory.trust.KeyVerifier;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Which adapter stands behind which port of the world outside: one machine with Buildah, Trivy, git and registries. */
@Singleton
class Adapters {
    private static final Logger LOG = Logger.getLogger(Adapters.class);
    private static final Duration CHECK_DATABASE = Duration.ofHours(1);
    private static final Duration CALL = Duration.ofMillis(4_500);
    private static final Duration STALL = Duration.ofSeconds(30);

    @Produces
    @Singleton
    @DefaultBean
    Registry registry(FactoryConfig config) {
        var registry = config.registry();
        return new HttpRegistry(new RegistrySettings(
                registry.insecure().orElse(Set.of()),
                registry.config(),
                registry.cas().orElse(List.of()),
                registry.concurrency(),
                CALL,
                STALL));
    }

    @Produces
    @Singleton
    @DefaultBean
    Sources sources(FactoryConfig config) {
        return new GitSources(
                GitSettings.of(config.work().resolve("git"), config.git().credentials()));
    }

    @Produces
    @Singleton
    @DefaultBean
    Promoter promoter(FactoryConfig config, Clock clock) {
        var gitops = config.gitops();
        var setting = new Setting(
                gitops.project(),
                gitops.factory(),
                ImageRef.parse(gitops.commands()),
                Setting.DEFAULT.controlNamespace());
        var destination = gitops.repository().map(at -> new Destination(at, gitops.branch(), gitops.path(), setting));
        var settings =
                GitSettings.of(config.work().resolve("gitops"), config.git().credentials());
        return new GitPromoter(settings, destination, clock);
    }

    @Produces
    @Singleton
    @DefaultBean
    Pipeline pipeline(FactoryConfig config, Clock clock) {
        return switch (config.kargo()) {
            case NONE -> Pipeline.NONE;
            case KUBERNETES -> KargoPipeline.open(config.gitops().project(), clock);
        };
    }

    @Produces
    @Singleton
    @DefaultBean
    Scanner scanner(FactoryConfig config, Registry registry, Images images, Clock clock) throws Unavailable {
        var scan = config.scan();
        return switch (scan.place()) {
            case CONTAINER -> {
                var work = config.work().resolve("scans");
                var settings = new TrivySettings(scan.image(), work, scan.limit(), scan.concurrency());
                var database = database(scan, registry, clock);
                yield new TrivyScanner(settings, database, images::export, System.getenv(), clock);
            }
            case KUBERNETES -> ScansInCluster.scanner(config, clock);
        };
    }

    private static Database database(FactoryConfig.Scan scan, Registry registry, Clock clock) {
        if (scan.database().equals("none")) {
            return new FolderDatabase(scan.folder().resolve("db"), scan.maxAge(), clock);
        }
        var repository = ImageRef.parse(scan.database());
        return new RepositoryDatabase(
                new RepositoryDatabase.Settings(repository, scan.folder(), scan.maxAge(), CHECK_DATABASE),
                registry,
                clock);
    }

    @Produces
    @Singleton
    @DefaultBean
    ScanReports reports(FactoryConfig config) {
        var reports = new Reports(config.scan().reports());
        return (image, ref, found) -> {
            try {
                reports.write(new Reports.Scanned(image, ref.tag().orElse("latest"), ref, found));
            } catch (IOException e) {
                LOG.warnf("the findings of %s are in its run, but not in %s: %s", image, reports.folder(), e);
            }
        };
    }

    @Produces
    @Singleton
    @DefaultBean
    Signer signer(FactoryConfig config) {
        return new KeySigner(
                new KeyPairFile(config.keys().signing(), config.keys().password()));
    }

    @Produces
    @Singleton
    @DefaultBean
    Verifier verifier(FactoryConfig config) throws Refused {
        return KeyVerifier.of(config.keys().trusted());
    }
}
