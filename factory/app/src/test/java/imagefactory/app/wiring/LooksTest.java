package imagefactory.app.wiring;

import static imagefactory.core.image.Platform.LINUX_AMD64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import imagefactory.app.cluster.Overlay;
import imagefactory.app.config.FactoryConfig;
import imagefactory.core.outcome.Symptom;
import imagefactory.core.outcome.Symptom.Verdict;
import imagefactory.local.ApiServer;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatusBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatus;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the factory sees of a cluster, on a real API server with the evaluation overlay; what controllers write, tests do. */
class LooksTest {
    private static final String BUILDS = "image-factory-builds";
    private static final String SCANS = "image-factory-scans";
    private static final String FACTORY = "image-factory:image-factory";
    private static final String REPORT = """
            {"outcome": "failed", "problem": {"code": "build-failed", "text": "RUN false ended with 1.\\nSTEP 2", "advice": "Mend it."}}
            """;

    private static ApiServer server;
    private static KubernetesClient admin;

    @BeforeAll
    static void deploy() throws Exception {
        server = ApiServer.start();
        admin = new KubernetesClientBuilder().withConfig(config()).build();
        for (var each : Overlay.of("evaluation").objects()) {
            admin.resource(each).fieldManager("image-factory").serverSideApply();
        }
    }

    @AfterAll
    static void end() {
        admin.close();
        server.close();
    }

    @AfterEach
    void clear() {
        admin.batch().v1().jobs().inNamespace(BUILDS).delete();
        admin.pods().inNamespace(BUILDS).withGracePeriod(0).delete();
        admin.secrets().inNamespace(BUILDS).withName("accounts").delete();
    }

    @Test
    void theFactoryAsDeployedSeesAllButWhatItMayNot() throws Exception {
        counted("100");
        bound("Bound");

        assertThat(look(FACTORY, Map.of("factory.builds.kubernetes.registry-secret", "accounts")))
                .containsExactly(
                        Symptom.ok("kubernetes", "1.36"),
                        Symptom.warn(
                                "nodes",
                                "none takes builds now: there is none of Linux without a taint that builds do not tolerate",
                                "Add one, or correct factory.builds.kubernetes.nodes or .tolerations; builds wait until"
                                        + " then."),
                        Symptom.warn(
                                "nodes linux/amd64",
                                "no node for it takes builds now: they wait",
                                "Add one, or name the platform in factory.builds.kubernetes.emulated."),
                        Symptom.ok("rights", "the factory may not list the Secrets of all namespaces"),
                        Symptom.ok("builds rights", "all 11 that they need in image-factory-builds"),
                        Symptom.ok("builds pod security", "baseline"),
                        Symptom.ok("builds quota", "builds: count/jobs.batch 0/100, pods 3/100"),
                        Symptom.unseen(
                                "builds secrets/accounts",
                                "the factory may not look whether it is there",
                                "kubectl --namespace image-factory-builds get secrets/accounts does."),
                        Symptom.ok("builds failed jobs", "none is there"),
                        Symptom.ok("scans rights", "all 12 that they need in image-factory-scans"),
                        Symptom.ok("scans pod security", "restricted"),
                        Symptom.warn(
                                "scans quota",
                                "scans has not been counted, and lets nothing in until it is",
                                "See whether the controller manager of the cluster is well."),
                        Symptom.ok("scans volume", "trivy-database is bound"),
                        Symptom.ok("scans failed jobs", "none is there"));
    }

    @Test
    void whoeverMayDoNothingIsToldEachThing() throws Exception {
        var found = look("default:default", Map.of());

        assertThat(found)
                .extracting(Symptom::what, Symptom::verdict)
                .containsExactly(
                        tuple("kubernetes", Verdict.OK),
                        tuple("nodes", Verdict.UNSEEN),
                        tuple("rights", Verdict.OK),
                        tuple("builds rights", Verdict.FAILED),
                        tuple("builds pod security", Verdict.UNSEEN),
                        tuple("builds quota", Verdict.UNSEEN),
                        tuple("builds failed jobs", Verdict.UNSEEN),
                        tuple("scans rights", Verdict.FAILED),
                        tuple("scans pod security", Verdict.UNSEEN),
                        tuple("scans quota", Verdict.UNSEEN),
                        tuple("scans volume", Verdict.UNSEEN),
                        tuple("scans failed jobs", Verdict.UNSEEN));
        assertThat(one(found, "scans rights").found())
                .isEqualTo(
                        "In image-factory-scans the factory may not create jobs.batch, get jobs.batch, list jobs.batch,"
                                + " watch jobs.batch, delete jobs.batch, get pods, list pods, watch pods, get pods/log, list events,"
                                + " create configmaps, delete configmaps.");
    }

    @Test
    void whoeverMayReadAllSecretsIsWarnedAndSeesWhetherTheyAreThere() throws Exception {
        var settings = Map.of("factory.builds.kubernetes.registry-secret", "accounts");

        assertThat(one(look(admin, settings), "rights").verdict()).isEqualTo(Verdict.WARN);
        assertThat(one(look(admin, settings), "builds secrets/accounts"))
                .isEqualTo(Symptom.failed(
                        "builds secrets/accounts",
                        "It is not in image-factory-builds, and no pod of builds starts without it.",
                        "Make it, as deploy/kubernetes/README.md says, or correct its name in the configuration."));

        admin.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("accounts")
                        .withNamespace(BUILDS)
                        .endMetadata()
                        .build())
                .create();

        assertThat(one(look(admin, settings), "builds secrets/accounts"))
                .isEqualTo(Symptom.ok("builds secrets/accounts", "is there"));
    }

    @Test
    void theLastFailedJobsAreToldWithWhatTheirBuilderSaid() throws Exception {
        counted("100");
        var running = job("running");
        var failed = failed(job("failed"), "2026-01-01T00:00:00Z");
        pod(failed, REPORT);
        for (int i = 0; i < 5; i++) {
            failed(job("later-" + i), "2026-01-02T00:00:0" + i + "Z");
        }

        var found = look(FACTORY, Map.of());

        assertThat(found)
                .filteredOn(symptom -> symptom.found().contains("later-"))
                .hasSize(5);
        assertThat(found.toString()).doesNotContain(running.getMetadata().getName());
        admin.batch().v1().jobs().inNamespace(BUILDS).withName("later-0").delete();
        assertThat(look(FACTORY, Map.of()))
                .contains(Symptom.warn(
                        "builds failed jobs",
                        "failed portal linux/arm64, 2026-01-01T00:00:00Z: PodFailurePolicy: Container builder failed;"
                                + " it said: RUN false ended with 1.",
                        "Its run says more (image-factory runs), or kubectl --namespace image-factory-builds describe job"
                                + " failed."));
    }

    /** What a step of a build wrote may be meant for somebody's terminal. */
    @Test
    void noTerminalObeysWhatAPodWrote() throws Exception {
        counted("100");
        pod(failed(job("hostile"), "2026-01-01T00:00:00Z"), "\u001b[2Jgone" + "x".repeat(400) + "\nsecond");

        assertThat(one(look(FACTORY, Map.of()), "builds failed jobs").found())
                .contains("it said:  [2Jgonexxx")
                .endsWith("xxx…")
                .hasSizeLessThan(450);
    }

    @Test
    void whatIsUsedUpOrNotThereYetIsWarnedOf() throws Exception {
        counted("3");
        bound("Pending");

        var found = look(FACTORY, Map.of());

        assertThat(one(found, "builds quota").found())
                .isEqualTo("builds is used up for pods: count/jobs.batch 0/100, pods 3/3");
        assertThat(one(found, "scans volume").found()).isEqualTo("trivy-database is Pending: it has no volume yet");
    }

    @Test
    void namesThatAreNotThereFail() throws Exception {
        var found = look(
                admin,
                Map.of(
                        "factory.builds.kubernetes.namespace", "nowhere",
                        "factory.scan.kubernetes.claim", "nothing"));

        assertThat(one(found, "builds pod security").found()).isEqualTo("There is no namespace nowhere.");
        assertThat(one(found, "scans volume").found()).isEqualTo("There is no claim nothing in image-factory-scans.");
    }

    @Test
    void levelThatRefusesThePodsFailsAndALaxerOneIsWarnedOf() throws Exception {
        var swapped = Map.of(
                "factory.builds.kubernetes.namespace", SCANS,
                "factory.scan.kubernetes.namespace", BUILDS,
                "factory.scan.kubernetes.server", "http://127.0.0.1:1");

        assertThat(look(admin, swapped))
                .contains(
                        Symptom.failed(
                                "builds pod security",
                                "The level restricted refuses the pods of builds.",
                                "kubectl label --overwrite namespace image-factory-scans"
                                        + " pod-security.kubernetes.io/enforce=baseline"),
                        Symptom.warn(
                                "scans pod security",
                                "baseline lets in more than scans need",
                                "kubectl label --overwrite namespace image-factory-builds"
                                        + " pod-security.kubernetes.io/enforce=restricted"),
                        Symptom.failed(
                                "scans server",
                                "the Trivy server does not answer at http://127.0.0.1:1/version:"
                                        + " java.net.ConnectException; start it, or mend factory.scan.kubernetes.server",
                                "See its pod and its log; deploy/kubernetes/README.md says what it may lack."))
                .noneMatch(symptom -> symptom.what().equals("scans volume"));
    }

    @Test
    void anApiServerThatDoesNotAnswerIsAskedNothingMore() throws Exception {
        var away = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:1/")
                .withRequestRetryBackoffLimit(0)
                .build();
        try (var client = new KubernetesClientBuilder().withConfig(away).build()) {
            assertThat(look(client, Map.of())).singleElement().satisfies(symptom -> {
                assertThat(symptom.what()).isEqualTo("api server");
                assertThat(symptom.verdict()).isEqualTo(Verdict.FAILED);
            });
        }
    }

    @Test
    void whatBuildsCannotDoWithoutIsKnownFromTheStart() throws Exception {
        var surroundings = Looks.of(settings(Map.of()), admin, () -> Set.of(LINUX_AMD64));
        assertThat(surroundings.known()).isEmpty();

        surroundings.begin();

        assertThat(surroundings.known())
                .extracting(Symptom::what)
                .containsExactly("kubernetes", "nodes", "nodes linux/amd64");
    }

    private static Symptom one(List<Symptom> found, String what) {
        return found.stream()
                .filter(symptom -> symptom.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    /** @param account as {@code namespace:name} */
    private static List<Symptom> look(String account, Map<String, String> settings) throws Exception {
        var impersonated = new ConfigBuilder(config())
                .withImpersonateUsername("system:serviceaccount:" + account)
                .withImpersonateGroups("system:serviceaccounts", "system:authenticated")
                .build();
        try (var client = new KubernetesClientBuilder().withConfig(impersonated).build()) {
            return look(client, settings);
        }
    }

    private static List<Symptom> look(KubernetesClient client, Map<String, String> settings) throws Exception {
        return Looks.of(settings(settings), client, () -> Set.of(LINUX_AMD64)).look();
    }

    private static Config config() {
        return Config.fromKubeconfig(server.kubeconfig().toFile());
    }

    private static FactoryConfig settings(Map<String, String> more) throws Exception {
        var values = new HashMap<>(more);
        values.put("factory.builds", "kubernetes");
        values.put("factory.scan", "kubernetes");
        return ScansInClusterTest.config(values);
    }

    private static void counted(String pods) {
        admin.resourceQuotas().inNamespace(BUILDS).withName("builds").editStatus(quota -> {
            quota.setStatus(new ResourceQuotaStatus(
                    Map.of("pods", new Quantity(pods), "count/jobs.batch", new Quantity("100")),
                    Map.of("pods", new Quantity("3"), "count/jobs.batch", new Quantity("0"))));
            return quota;
        });
    }

    private static void bound(String phase) {
        admin.persistentVolumeClaims()
                .inNamespace(SCANS)
                .withName("trivy-database")
                .editStatus(claim -> {
                    claim.setStatus(new PersistentVolumeClaimStatusBuilder()
                            .withPhase(phase)
                            .build());
                    return claim;
                });
    }

    private static Job job(String name) {
        return admin.resource(new JobBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(BUILDS)
                        .addToLabels("app.kubernetes.io/managed-by", "image-factory")
                        .addToAnnotations("imagefactory.io/image", "portal")
                        .addToAnnotations("imagefactory.io/platform", "linux/arm64")
                        .endMetadata()
                        .withNewSpec()
                        .withNewTemplate()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .addNewContainer()
                        .withName("builder")
                        .withImage("builder")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
    }

    private static Job failed(Job job, String at) {
        return admin.resource(job).editStatus(now -> {
            now.setStatus(new JobStatusBuilder()
                    .withStartTime(at)
                    .withFailed(1)
                    .addNewCondition()
                    .withType("FailureTarget")
                    .withStatus("True")
                    .endCondition()
                    .addNewCondition()
                    .withType("Failed")
                    .withStatus("True")
                    .withReason("PodFailurePolicy")
                    .withMessage("Container builder failed")
                    .withLastTransitionTime(at)
                    .endCondition()
                    .build());
            return now;
        });
    }

    private static void pod(Job job, String message) {
        var pod = admin.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(job.getMetadata().getName())
                        .withNamespace(BUILDS)
                        .addToLabels(
                                "batch.kubernetes.io/controller-uid",
                                job.getMetadata().getUid())
                        .endMetadata()
                        .withSpec(job.getSpec().getTemplate().getSpec())
                        .build())
                .create();
        admin.resource(pod)
                .editStatus(now -> new PodBuilder(now)
                        .editOrNewStatus()
                        .withPhase("Failed")
                        .addNewContainerStatus()
                        .withName("builder")
                        .withImage("builder")
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(1)
                        .withReason("Error")
                        .withMessage(message)
                        .endTerminated()
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build());
    }
}
