package imagefactory.scanner.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.scan.ScanRequest;
import imagefactory.core.scan.Severity;
import imagefactory.scanner.TestClock;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge;
import imagefactory.scanner.kubernetes.ClusterSettings.Registries;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real API server; what stands behind it is played. */
class KubernetesScannerTest {
    private static final AtomicInteger NAMESPACES = new AtomicInteger();
    private static final String REPORT = """
            {"SchemaVersion": 2, "Results": [{"Vulnerabilities": [{"VulnerabilityID": "DEMO-2026-0001", "PkgName": "acme-tls",
             "InstalledVersion": "1.0", "FixedVersion": "1.1", "Severity": "CRITICAL", "Title": "Made-up"}]}]}
            """;
    private static final Finding FINDING =
            new Finding("DEMO-2026-0001", Severity.CRITICAL, "acme-tls", "1.0", Optional.of("1.1"), "Made-up");
    private static final String FATAL = "2026-01-01T00:00:00Z\\tFATAL\\tFatal error\\t";

    private final TestClock clock = new TestClock();
    private Player player;
    private String namespace;

    @BeforeEach
    void namespace() {
        namespace = "scans-" + NAMESPACES.incrementAndGet();
        TestCluster.namespace(namespace);
        player = new Player(TestCluster.client(), namespace);
        player.writes(ScanJobManifest.LIST, Settings.SBOM.utf8());
        player.writes(ScanJobManifest.MATCH, REPORT);
        player.writes(DatabaseJobManifest.TELL, version(Instant.now().minusSeconds(3600)));
    }

    @Test
    void databaseIsBroughtAndThenTheImageIsScanned() throws Exception {
        var scanner = scanner();

        assertThat(scanner.advance(Settings.image())).isInstanceOf(Pending.class);
        assertThat(player.jobs(ScanJobManifest.COMPONENT)).isEmpty();
        player.succeed(player.job(DatabaseJobManifest.COMPONENT), Instant.now());
        assertThat(scanner.advance(Settings.image())).isInstanceOf(Pending.class);
        assertThat(scanner.advance(Settings.image())).isInstanceOf(Pending.class);
        var job = player.job(ScanJobManifest.COMPONENT);
        var pod = player.begin(job);
        assertThat(scanner.advance(Settings.image())).isInstanceOf(Pending.class);
        player.status(pod, "{phase: Succeeded}");

        var made = Known.read(player.read("", DatabaseJobManifest.TELL), "the test", Optional.empty())
                .orElseThrow()
                .made();
        assertThat(scanner.advance(Settings.image()))
                .isEqualTo(new Done<>(
                        new ScanReport(Settings.SBOM, Bytes.utf8(REPORT), List.of(FINDING), made, "trivy 0.74.0")));
    }

    @Test
    void scanIsFoundAgainByWhoeverAsks() throws Exception {
        var first = scanner();
        bringDatabase(first);
        first.advance(Settings.image());
        scanner().advance(Settings.image());

        assertThat(player.jobs(ScanJobManifest.COMPONENT)).hasSize(1);
        player.succeed(player.job(ScanJobManifest.COMPONENT), Instant.now());
        assertThat(scanner().advance(Settings.image())).isInstanceOf(Done.class);
        assertThat(scanner().advance(Settings.image())).isInstanceOf(Done.class);
        assertThat(player.jobs(ScanJobManifest.COMPONENT)).hasSize(1);
        assertThat(player.jobs(DatabaseJobManifest.COMPONENT)).hasSize(1);
    }

    @Test
    void listIsHandedOverAndGoesWithItsJob() throws Exception {
        var scanner = scanner();
        bringDatabase(scanner);
        scanner.advance(Settings.list());
        var job = player.job(ScanJobManifest.COMPONENT);
        var name = job.getMetadata().getName();

        var map = TestCluster.client()
                .configMaps()
                .inNamespace(namespace)
                .withName(name)
                .get();
        assertThat(map.getData()).containsOnlyKeys("sbom.json");
        assertThat(map.getMetadata().getOwnerReferences().getFirst().getUid())
                .isEqualTo(job.getMetadata().getUid());
        var pod = player.begin(job);
        assertThat(pod.getSpec().getInitContainers()).isEmpty();
        TestCluster.client().configMaps().inNamespace(namespace).withName(name).delete();
        clock.pass(Duration.ofSeconds(21));
        scanner.advance(Settings.list());
        assertThat(TestCluster.client()
                        .configMaps()
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .isNotNull();
        player.status(pod, "{phase: Succeeded}");
        assertThat(scanner.advance(Settings.list()))
                .isInstanceOfSatisfying(
                        Done.class,
                        done -> assertThat(((ScanReport) done.value()).sbom()).isEqualTo(Settings.SBOM));
    }

    @Test
    void whatIsNoListIsRefusedBeforeAnythingIsAsked() throws Exception {
        var image = Settings.image();
        var request =
                new ScanRequest(image.repository(), image.manifest(), image.platform(), Optional.of(Bytes.utf8("{}")));

        assertThat(problem(scanner().advance(request))).isEqualTo(Code.SCAN_FAILED);
        assertThat(player.jobs(DatabaseJobManifest.COMPONENT)).isEmpty();
    }

    @Test
    void scanThatFailedIsOverAndAskingAgainBeginsAnew() throws Exception {
        var scanner = scanner();
        bringDatabase(scanner);
        scanner.advance(Settings.image());
        var job = player.job(ScanJobManifest.COMPONENT);
        player.status(player.begin(job), """
                {phase: Failed, initContainerStatuses: [{name: list, image: t, imageID: t, ready: false, restartCount: 0,
                 state: {terminated: {exitCode: 1, reason: Error, message: "%s run error: no such thing"}}}]}""".formatted(FATAL));

        assertThat(problem(scanner.advance(Settings.image()))).isEqualTo(Code.SCAN_FAILED);
        assertThat(player.jobs(ScanJobManifest.COMPONENT)).isEmpty();
        assertThat(scanner.advance(Settings.image())).isInstanceOf(Pending.class);
        assertThat(scanner.advance(Settings.image())).isInstanceOf(Pending.class);
        var second = player.job(ScanJobManifest.COMPONENT);
        assertThat(second.getMetadata().getName()).isEqualTo(job.getMetadata().getName());
        assertThat(second.getMetadata().getUid()).isNotEqualTo(job.getMetadata().getUid());
    }

    @Test
    void logThatWasCutIsNoReport() throws Exception {
        var scanner = scanner();
        bringDatabase(scanner);
        scanner.advance(Settings.image());
        player.writes(ScanJobManifest.MATCH, REPORT.substring(10));
        player.succeed(player.job(ScanJobManifest.COMPONENT), Instant.now());

        assertThat(scanner.advance(Settings.image())).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.problem().code()).isEqualTo(Code.SCAN_FAILED);
            assertThat(failed.problem().text())
                    .contains("the container match")
                    .endsWith("its " + (REPORT.length() - 10) + " bytes are no whole JSON.");
            assertThat(failed.problem().advice()).contains("containerLogMaxSize");
        });
        assertThat(player.jobs(ScanJobManifest.COMPONENT)).isEmpty();
    }

    @Test
    void quotaAndPoliciesAreTold() throws Exception {
        var scanner = scanner();
        bringDatabase(scanner);
        scanner.advance(Settings.image());
        var job = player.job(ScanJobManifest.COMPONENT);
        player.complain(
                job,
                "FailedCreate",
                "pods \"scan\" is forbidden: exceeded quota: scans, requested: pods=1, used: pods=40");
        assertThat(scanner.advance(Settings.image())).isInstanceOf(Pending.class);

        clock.pass(Duration.ofSeconds(21));

        assertThatThrownBy(() -> scanner.advance(Settings.image()))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("does not begin: FailedCreate: pods \"scan\" is forbidden: exceeded quota: scans")
                .hasMessageEndingWith("raise the ResourceQuota if that is too slow");
    }

    @Test
    void volumeThatIsMissingIsTold() throws Exception {
        var scanner = scanner();
        bringDatabase(scanner);
        scanner.advance(Settings.image());
        var pod = player.begin(player.job(ScanJobManifest.COMPONENT));
        player.complain(pod, "FailedMount", "secret \"registries\" not found");
        clock.pass(Duration.ofSeconds(21));

        assertThatThrownBy(() -> scanner.advance(Settings.image()))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("does not begin: FailedMount: secret \"registries\" not found; ");
    }

    @Test
    void podThatFindsNoNodeIsWaitedFor() throws Exception {
        var scanner = scanner();
        bringDatabase(scanner);
        scanner.advance(Settings.image());
        player.status(player.begin(player.job(ScanJobManifest.COMPONENT)), """
                {phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: 1 Insufficient memory.}]}""");

        assertThatThrownBy(() -> scanner.advance(Settings.image()))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("no node takes it: 1 Insufficient memory.");
        assertThat(player.jobs(ScanJobManifest.COMPONENT)).hasSize(1);
    }

    @Test
    void jobThatRanOutOfTimeWithoutAPodBeginsAnew() throws Exception {
        var scanner = scanner();
        bringDatabase(scanner);
        scanner.advance(Settings.image());
        player.fail(player.job(ScanJobManifest.COMPONENT), Instant.now());

        assertThatThrownBy(() -> scanner.advance(Settings.image()))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("is over and its pod is gone (Played: by the test)");
        assertThat(player.jobs(ScanJobManifest.COMPONENT)).isEmpty();
    }

    @Test
    void podThatWasEvictedIsReplacedByItsJob() throws Exception {
        var scanner = scanner();
        bringDatabase(scanner);
        scanner.advance(Settings.image());
        var job = player.job(ScanJobManifest.COMPONENT);
        player.status(
                player.begin(job),
                "{phase: Failed, reason: Evicted, conditions: [{type: DisruptionTarget, status: 'True'}]}");

        assertThat(scanner.advance(Settings.image())).isInstanceOf(Pending.class);
        assertThat(player.jobs(ScanJobManifest.COMPONENT)).hasSize(1);
    }

    @Test
    void namespaceThatIsMissingIsTold() {
        var scanner = scanner("nowhere", TestCluster.client());

        assertThatThrownBy(() -> scanner.advance(Settings.image()))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("the cluster did not let create the ConfigMap trivy-")
                .hasMessageEndingWith("apply deploy/kubernetes, or mend factory.scan.kubernetes.namespace");
    }

    @Test
    void clusterThatIsAwayIsWaitedFor() {
        try (var away = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:1")
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build()) {
            var scanner = scanner(namespace, away);

            assertThatThrownBy(() -> scanner.advance(Settings.image()))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageStartingWith("the cluster did not let list Jobs in the namespace " + namespace);
        }
    }

    @Test
    void databaseThatTrivyCannotReadIsBroughtIntoTheOtherFolder() throws Exception {
        var scanner = scanner();
        bringDatabase(scanner);
        scanner.advance(Settings.image());
        player.status(player.begin(player.job(ScanJobManifest.COMPONENT)), """
                {phase: Failed, containerStatuses: [{name: match, image: t, imageID: t, ready: false, restartCount: 0,
                 state: {terminated: {exitCode: 1, reason: Error, message: "%s run error: init error: DB error: broken"}}}]}""".formatted(FATAL));

        assertThatThrownBy(() -> scanner.advance(Settings.image()))
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith("Trivy cannot read the vulnerability database");
        assertThat(player.jobs(DatabaseJobManifest.COMPONENT)).isEmpty();
        assertThat(scanner.advance(Settings.image())).isInstanceOf(Pending.class);
        assertThat(player.jobs(DatabaseJobManifest.COMPONENT)).hasSize(1);
    }

    private void bringDatabase(KubernetesScanner scanner) throws Unavailable {
        assertThat(scanner.advance(Settings.image())).isInstanceOf(Pending.class);
        player.succeed(player.job(DatabaseJobManifest.COMPONENT), Instant.now());
    }

    static String version(Instant made) {
        return """
                {"Version":"0.74.0","VulnerabilityDB":{"Version":2,"UpdatedAt":"%s"}}""".formatted(made);
    }

    private static Code problem(Object outcome) {
        assertThat(outcome).isInstanceOf(Failed.class);
        return ((Failed<?>) outcome).problem().code();
    }

    private KubernetesScanner scanner() {
        return scanner(namespace, TestCluster.client());
    }

    private KubernetesScanner scanner(String namespace, KubernetesClient client) {
        return scanner(namespace, client, Settings.VOLUME);
    }

    private KubernetesScanner scanner(String namespace, KubernetesClient client, Knowledge knowledge) {
        var registries = new Registries(Set.of(), List.of(), Optional.of("registries"));
        var settings = new ClusterSettings(
                namespace,
                "registry.test:5000/image-factory/trivy:0.74.0",
                Duration.ofMinutes(10),
                "2Gi",
                registries,
                knowledge);
        return new KubernetesScanner(
                settings, new Cluster(client, namespace), player, Parts.configMap(namespace, "none"), clock);
    }
}
