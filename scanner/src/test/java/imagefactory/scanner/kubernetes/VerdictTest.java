package imagefactory.scanner.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Unavailable;
import imagefactory.scanner.kubernetes.ClusterSettings.Registries;
import imagefactory.scanner.kubernetes.Standing.Broken;
import imagefactory.scanner.kubernetes.Standing.Why;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sentences in quotes are Trivy's own (0.74.0), as it wrote them. */
class VerdictTest {
    private static final Scan SCAN = Scan.of(Settings.image(), Settings.ON_VOLUME);
    private static final ClusterSettings SETTINGS = Settings.with(Settings.VOLUME);
    private static final String FATAL = "2026-01-01T00:00:00Z\tFATAL\tFatal error\t";
    private static final String REMOTE = FATAL
            + "run error: image scan error: scan error: unable to initialize a scan service: unable to initialize artifact:"
            + " unable to initialize container image: unable to find the specified image \"x\" in [\"remote\"]:"
            + " 1 error occurred:\n\t* remote error: ";

    @Test
    void registryThatDeniesIsAProblemOfTheAccount() throws Exception {
        var said = REMOTE + "GET http://registry.test:5000/v2/demo/portal-build/manifests/sha256:0: UNAUTHORIZED:"
                + " authentication required; [map[Action:pull Class: Name:demo/portal-build Type:repository]]\n\n\n";

        var problem = verdict(said);

        assertThat(problem.code()).isEqualTo(Code.REGISTRY_DENIED);
        assertThat(problem.text()).contains(SCAN.toString(), "UNAUTHORIZED").doesNotContain("\n");
        assertThat(problem.advice())
                .isEqualTo("Name a Secret with an account that may read it in factory.scan.kubernetes.credentials.");
        var named = Settings.with(Settings.VOLUME, new Registries(Set.of(), List.of(), Optional.of("registries")));
        assertThat(Verdict.of(exit(said), SCAN, named).advice())
                .isEqualTo(
                        "Put an account that may read it into the Secret registries of the namespace image-factory-scans.");
    }

    @Test
    void imageThatIsGoneIsNotFound() throws Exception {
        assertThat(verdict(REMOTE
                                + "GET http://registry.test:5000/v2/x/manifests/sha256:0: MANIFEST_UNKNOWN: manifest unknown;"
                                + " map[Name:x Revision:sha256:0]")
                        .code())
                .isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void imageThatTrivyCannotReadIsAProblemOfTheImage() throws Exception {
        var problem = verdict(REMOTE + "unsupported artifact type \"application/vnd.acme\" for image \"x\"");

        assertThat(problem.code()).isEqualTo(Code.SCAN_FAILED);
        assertThat(problem.text()).contains("unsupported artifact type");
        assertThat(problem.advice()).startsWith("Look at what the build put into the image");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Get \"https://registry.test:5000/v2/\": dial tcp 192.0.2.1:5000: connect: connection refused",
                "Get \"https://registry.test:5000/v2/\": dial tcp: lookup registry.test on 192.0.2.53:53: no such host",
                "GET https://registry.test/v2/x: unexpected status code 503 Service Unavailable",
                "GET https://registry.test/v2/x: TOOMANYREQUESTS: You have reached your pull rate limit"
            })
    void registryThatIsAwayIsWaitedFor(String said) {
        assertThatThrownBy(() -> verdict(REMOTE + said))
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith("the registry of " + SCAN + " did not answer the pod that scanned it: ")
                .hasMessageContaining(said)
                .hasMessageEndingWith("see whether pods of the component scan reach it");
    }

    @Test
    void certificateThatIsNotTrustedIsWaitedFor() {
        assertThatThrownBy(
                        () -> verdict(REMOTE + "Get \"https://registry.test/v2/\": tls: failed to verify certificate:"
                                + " x509: certificate signed by unknown authority"))
                .isInstanceOf(Unavailable.class)
                .hasMessageEndingWith("name the certificate's authority in factory.registry.cas");
    }

    @Test
    void databaseThatIsMissingOrBrokenIsWaitedFor() {
        var missing = exit(
                FATAL
                        + "run error: init error: DB error: database error: --skip-db-update cannot be specified on the first run");

        assertThat(Verdict.isOfDatabase(missing)).isTrue();
        assertThat(Verdict.isOfDatabase(exit("a file of the image that says DB error")))
                .isFalse();
        assertThatThrownBy(() -> Verdict.of(missing, SCAN, SETTINGS))
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith(
                        "Trivy cannot read the vulnerability database: run error: init error: DB error");
    }

    @Test
    void serverThatIsAwayIsWaitedFor() {
        assertThatThrownBy(() -> verdict(FATAL
                        + "run error: sbom scan error: scan error: scan failed: failed analysis: failed to store blob (sha256:0)"
                        + " in cache: unable to store cache on the server: backoff: permanent error (last error: twirp error"
                        + " internal: failed to do request: Post \"http://trivy-server:4954/twirp/trivy.cache.v1.Cache/PutBlob\":"
                        + " dial tcp 192.0.2.1:4954: connect: connection refused)"))
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith("the Trivy server did not do its part of the scan of " + SCAN);
    }

    @Test
    void whatTheLimitsEndIsAProblemOfTheImage() throws Exception {
        var late = new Problem(
                Code.SCAN_FAILED,
                "The scan of " + SCAN + " took longer than 600 s.",
                "Look at what the image holds, or raise the time limit of scans.");

        assertThat(of(Why.TOO_LATE, "")).isEqualTo(late);
        assertThat(verdict(FATAL + "run error: image scan error: context deadline exceeded"))
                .isEqualTo(late);
        assertThat(of(Why.OUT_OF_MEMORY, ""))
                .isEqualTo(new Problem(
                        Code.SCAN_FAILED,
                        "The scan of " + SCAN + " needed more memory than 2Gi.",
                        "Raise factory.scan.kubernetes.memory, or look at what the image holds."));
        assertThat(of(Why.OUT_OF_SPACE, "Usage of EmptyDir volume \"cache\" exceeds the limit \"8Gi\"")
                        .text())
                .isEqualTo("The pod that scanned " + SCAN
                        + " was evicted: Usage of EmptyDir volume \"cache\" exceeds the limit \"8Gi\".");
    }

    @Test
    void whatOthersEndBeginsAnew() {
        assertThatThrownBy(() -> of(Why.KILLED, "NodeShutdown Pod was terminated"))
                .isInstanceOf(Unavailable.class)
                .hasMessage(
                        "the pod that scanned " + SCAN
                                + " was ended from outside: NodeShutdown Pod was terminated; look at the node, the scan begins anew");
    }

    private static Problem verdict(String said) throws Unavailable {
        return Verdict.of(exit(said), SCAN, SETTINGS);
    }

    private static Problem of(Why why, String said) throws Unavailable {
        return Verdict.of(new Broken(why, Optional.empty(), said), SCAN, SETTINGS);
    }

    private static Broken exit(String said) {
        return new Broken(Why.EXIT, Optional.of(ScanJobManifest.LIST), said);
    }
}
