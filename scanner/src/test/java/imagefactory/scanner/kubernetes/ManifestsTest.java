package imagefactory.scanner.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.Bytes;
import imagefactory.core.scan.ScanRequest;
import imagefactory.scanner.Golden;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge.Volume;
import imagefactory.scanner.kubernetes.ClusterSettings.Registries;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a cluster is asked for, as files that {@code kubectl create -f} takes. */
class ManifestsTest {
    private static final Registries PRIVATE =
            new Registries(Set.of("registry.test:5000"), List.of(), Optional.of("registries"));
    private static final String CERTIFICATES = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n";
    private static final String PARTS =
            Parts.configMap(Settings.NAMESPACE, CERTIFICATES).getMetadata().getName();

    @Test
    void imageIsListedAndThenMatched() throws Exception {
        var scan = Scan.of(Settings.image(), Settings.ON_VOLUME);

        expect("image", manifest(Settings.VOLUME).of(scan));
    }

    @Test
    void registryOfPlainHttpIsReadWithTheAccountOfASecret() throws Exception {
        var manifest = new ScanJobManifest(Settings.with(Settings.VOLUME, PRIVATE), PARTS);

        expect("private", manifest.of(Scan.of(Settings.image(), Settings.ON_VOLUME)));
    }

    @Test
    void listIsMatchedWithoutAWayToTheImage() throws Exception {
        var manifest = new ScanJobManifest(Settings.with(Settings.VOLUME, PRIVATE), PARTS);
        var scan = Scan.of(Settings.list(), Settings.ON_VOLUME);
        var job = manifest.of(scan);
        var made = new JobBuilder(job)
                .editMetadata()
                .withUid("0-1-2")
                .endMetadata()
                .build();

        expect("list", job, manifest.list(scan, scan.mounted().orElseThrow(), made));
    }

    @Test
    void serverHasTheDatabaseInstead() throws Exception {
        var manifest = manifest(Settings.SERVER);

        expect(
                "server",
                manifest.of(Scan.of(Settings.image(), Settings.ON_SERVER)),
                manifest.of(Scan.of(Settings.list(), Settings.ON_SERVER)));
    }

    @Test
    void databaseIsBroughtIntoOneOfTwoFolders() throws Exception {
        var settings = Settings.with(Settings.VOLUME, PRIVATE);

        expect("database", new DatabaseJobManifest(settings, Settings.VOLUME, PARTS).of("database-2944512", "b"));
    }

    @Test
    void databaseThatOthersBringIsOnlyLookedAt() throws Exception {
        var volume = new Volume("trivy-database", Optional.empty(), Settings.MAX_AGE);
        var manifest = new DatabaseJobManifest(Settings.with(volume), volume, PARTS);

        assertThat(manifest.path("a")).isEqualTo("db");
        expect("database-of-others", manifest.of("database-2944512", "a"));
    }

    @Test
    void partsAreNamedByWhatTheyHold() throws Exception {
        expect("parts", Parts.configMap(Settings.NAMESPACE, CERTIFICATES));

        assertThat(Parts.configMap(Settings.NAMESPACE, CERTIFICATES + CERTIFICATES)
                        .getMetadata()
                        .getName())
                .isNotEqualTo(PARTS);
    }

    /** 1 MiB is what a ConfigMap holds. */
    @Test
    void listThatIsTooLargeForAPodIsLeftAndTheImageMatched() {
        var sbom = Bytes.utf8("{\"bomFormat\": \"CycloneDX\", \"x\": \"%s\"}".formatted("x".repeat(1_000_000)));
        var image = Settings.image();
        var scan = Scan.of(
                new ScanRequest(image.repository(), image.manifest(), image.platform(), Optional.of(sbom)),
                Settings.ON_VOLUME);

        var pod = manifest(Settings.VOLUME).of(scan).getSpec().getTemplate().getSpec();

        assertThat(scan.mounted()).isEmpty();
        assertThat(pod.getInitContainers()).isEmpty();
        assertThat(pod.getContainers().getFirst().getArgs())
                .startsWith("image")
                .endsWith(scan.image().toString());
    }

    @Test
    void nameIsAnotherWhereverTheAnswerCouldBe() {
        var settings = Settings.with(Settings.VOLUME);
        var scan = Scan.of(Settings.image(), Settings.ON_VOLUME);

        var names = Stream.of(
                        scan.name(settings),
                        scan.name(Settings.with(Settings.SERVER)),
                        Scan.of(Settings.list(), Settings.ON_VOLUME).name(settings),
                        Scan.of(Settings.image(), new Known(Settings.MADE.plusSeconds(1), Optional.of("a/db")))
                                .name(settings))
                .collect(Collectors.toSet());

        assertThat(names).hasSize(4).allMatch(name -> name.matches("scan-[0-9a-f]{12}-[0-9a-f]{12}"));
        assertThat(Scan.of(Settings.image(), Settings.ON_VOLUME).name(settings)).isEqualTo(scan.name(settings));
    }

    private static ScanJobManifest manifest(Knowledge knowledge) {
        return new ScanJobManifest(Settings.with(knowledge), PARTS);
    }

    private static void expect(String name, HasMetadata... objects) throws Exception {
        var yaml = Stream.of(objects).map(Serialization::asYaml).collect(Collectors.joining());
        Golden.expect("kubernetes/" + name + ".yaml", yaml);
    }
}
