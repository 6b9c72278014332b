package imagefactory.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.local.ApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatus;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The overlays on a real API server: what it takes, what it refuses, and what each identity may do there. */
class DeployedTest {
    private static final String BUILDS = "image-factory-builds";
    private static final String KARGO = "image-factory-kargo";
    private static final String FACTORY = "image-factory:image-factory";
    private static final Set<String> EVERYBODYS = Set.of("authentication.k8s.io", "authorization.k8s.io");

    private static ApiServer server;
    private static KubernetesClient client;

    @BeforeAll
    static void aServerThatKnowsServiceMonitors() throws IOException {
        server = ApiServer.start();
        client = as(config());
        var monitors = new CustomResourceDefinitionBuilder()
                .withNewMetadata()
                .withName("servicemonitors.monitoring.coreos.com")
                .endMetadata()
                .withNewSpec()
                .withGroup("monitoring.coreos.com")
                .withScope("Namespaced")
                .withNewNames()
                .withKind("ServiceMonitor")
                .withPlural("servicemonitors")
                .endNames()
                .addNewVersion()
                .withName("v1")
                .withServed(true)
                .withStorage(true)
                .withNewSchema()
                .withNewOpenAPIV3Schema()
                .withType("object")
                .withXKubernetesPreserveUnknownFields(true)
                .endOpenAPIV3Schema()
                .endSchema()
                .endVersion()
                .endSpec()
                .build();
        client.resource(monitors).create();
        client.resource(monitors)
                .waitUntilCondition(
                        found -> found.getStatus() != null
                                && found.getStatus().getConditions() != null
                                && found.getStatus().getConditions().stream()
                                        .anyMatch(each -> each.getType().equals("Established")
                                                && each.getStatus().equals("True")),
                        30,
                        java.util.concurrent.TimeUnit.SECONDS);
        kargosProject();
    }

    /** What the factory may do there comes with Kargo's manifests. */
    private static void kargosProject() throws IOException {
        for (var file : List.of("namespace", "service-account", "role", "role-binding")) {
            var yaml = Files.readString(Path.of("../../deploy/kargo/project", file + ".yaml"));
            client.resource(yaml).serverSideApply();
        }
    }

    @AfterAll
    static void end() {
        client.close();
        server.close();
    }

    /** Overlays claim different volumes by one name, and no claim can be changed. Nobody is here who would let go of it. */
    @BeforeEach
    void forgetTheClaim() {
        var claim = client.persistentVolumeClaims()
                .inNamespace("image-factory-scans")
                .withName("trivy-database");
        if (claim.get() != null) {
            claim.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"finalizers\": null}}");
            claim.delete();
            claim.waitUntilCondition(Objects::isNull, 10, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    private static Config config() {
        return Config.fromKubeconfig(server.kubeconfig().toFile());
    }

    private static KubernetesClient as(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evaluation", "production"})
    void appliedAgainAnOverlayChangesNothing(String name) throws Exception {
        applied(name); // the finalizer that a new claim gets is a change to whoever applies next
        var first = applied(name);

        assertThat(applied(name)).isEqualTo(first);
    }

    /** Each object's version, which is another one when anything in it is. */
    private static Map<String, String> applied(String name) throws Exception {
        var versions = new TreeMap<String, String>();
        for (HasMetadata each : Overlay.of(name).objects()) {
            var now = client.resource(each).fieldManager("image-factory").serverSideApply();
            versions.put(
                    each.getKind() + " " + each.getMetadata().getNamespace() + "/"
                            + each.getMetadata().getName(),
                    now.getMetadata().getResourceVersion());
        }
        return versions;
    }

    @ParameterizedTest
    @ValueSource(strings = {"evaluation", "production"})
    void eachPodKeepsToTheRestrictedLevel(String name) throws Exception {
        applied(name);

        for (var template : Overlay.of(name).templates().values()) {
            assertThat(tried("image-factory", template).getSpec().getContainers())
                    .isNotEmpty();
        }
    }

    @Test
    void theRestrictedLevelIsEnforced() throws Exception {
        applied("evaluation");
        var template = Overlay.of("evaluation").templates().get("image-factory");
        template.getSpec().getContainers().getFirst().getSecurityContext().setAllowPrivilegeEscalation(true);

        assertThatThrownBy(() -> tried("image-factory", template))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false");
    }

    @Test
    void aBuildsPodIsTakenWhereBuildsAreAndOneThatMountsItsHostIsNot() throws Exception {
        applied("evaluation");
        countedQuota();
        var build = template("""
                metadata: {labels: {app: build}}
                spec:
                  hostUsers: false
                  restartPolicy: Never
                  securityContext: {runAsUser: 1000, runAsNonRoot: true, seccompProfile: {type: Localhost, localhostProfile: build.json}}
                  containers:
                    - name: build
                      image: builder
                      securityContext: {allowPrivilegeEscalation: true, capabilities: {drop: [ALL], add: [SETUID, SETGID]}}
                """);
        var host = template("""
                metadata: {labels: {app: build}}
                spec:
                  containers: [{name: build, image: builder}]
                  volumes: [{name: host, hostPath: {path: /}}]
                """);

        assertThat(tried(BUILDS, build)
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources()
                        .getLimits())
                .isEqualTo(Map.of("memory", new Quantity("2Gi")));
        assertThatThrownBy(() -> tried(BUILDS, host))
                .hasMessageContaining("violates PodSecurity \"baseline:latest\": hostPath volumes");
        assertThatThrownBy(() -> tried("image-factory-scans", build))
                .hasMessageContaining("violates PodSecurity \"restricted:latest\"");
    }

    private static PodTemplateSpec template(String yaml) {
        return client.getKubernetesSerialization().unmarshal(yaml, PodTemplateSpec.class);
    }

    /** What a controller does in a whole cluster; until then a quota lets nothing in. */
    private static void countedQuota() {
        client.resourceQuotas().inNamespace(BUILDS).withName("builds").editStatus(quota -> {
            var hard = quota.getSpec().getHard();
            var used = hard.keySet().stream().collect(Collectors.toMap(each -> each, each -> new Quantity("0")));
            quota.setStatus(new ResourceQuotaStatus(hard, used));
            return quota;
        });
    }

    private static Pod tried(String namespace, PodTemplateSpec template) {
        var pod = new PodBuilder()
                .withNewMetadata()
                .withGenerateName("tried-")
                .withNamespace(namespace)
                .withLabels(template.getMetadata().getLabels())
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
        return client.resource(pod).dryRun().create();
    }

    @ParameterizedTest
    @CsvSource({
        "create, jobs.batch, image-factory-builds",
        "get, jobs.batch, image-factory-builds",
        "list, jobs.batch, image-factory-scans",
        "watch, jobs.batch, image-factory-scans",
        "delete, jobs.batch, image-factory-scans",
        "watch, pods, image-factory-builds",
        "get, pods/log, image-factory-builds",
        "list, events, image-factory-builds",
        "create, configmaps, image-factory-scans",
        "delete, configmaps, image-factory-scans",
        "list, nodes, ''",
        "get, namespaces, image-factory-builds",
        "list, resourcequotas, image-factory-builds",
        "get, persistentvolumeclaims, image-factory-scans",
        "create, promotions.kargo.akuity.io, image-factory-kargo",
        "promote, stages.kargo.akuity.io, image-factory-kargo",
    })
    void theFactoryMayDoItsWork(String verb, String resource, String namespace) throws Exception {
        applied("evaluation");

        assertThat(may(FACTORY, verb, resource, namespace)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "get, secrets, image-factory",
        "get, secrets, image-factory-builds",
        "list, secrets, image-factory-scans",
        "create, pods, image-factory-builds",
        "create, pods/exec, image-factory-builds",
        "create, pods/attach, image-factory-builds",
        "create, pods/portforward, image-factory-scans",
        "patch, pods/ephemeralcontainers, image-factory-builds",
        "create, pods/exec, image-factory",
        "delete, pods, image-factory-builds",
        "update, jobs.batch, image-factory-builds",
        "create, jobs.batch, image-factory",
        "create, jobs.batch, default",
        "create, jobs.batch, kube-system",
        "list, pods, kube-system",
        "get, configmaps, image-factory-scans",
        "create, configmaps, image-factory-builds",
        "update, deployments.apps, image-factory",
        "create, serviceaccounts/token, image-factory",
        "create, roles.rbac.authorization.k8s.io, image-factory-builds",
        "create, rolebindings.rbac.authorization.k8s.io, image-factory-builds",
        "bind, clusterroles.rbac.authorization.k8s.io, ''",
        "delete, networkpolicies.networking.k8s.io, image-factory-builds",
        "delete, resourcequotas, image-factory-builds",
        "patch, namespaces, ''",
        "get, nodes, ''",
        "watch, nodes, ''",
        "patch, nodes, ''",
        "get, nodes/proxy, ''",
        "list, namespaces, ''",
        "get, namespaces, kube-system",
        "delete, persistentvolumeclaims, image-factory-scans",
        "impersonate, users, ''",
        "patch, promotions.kargo.akuity.io, image-factory-kargo",
        "delete, promotions.kargo.akuity.io, image-factory-kargo",
        "patch, stages.kargo.akuity.io, image-factory-kargo",
        "create, freights.kargo.akuity.io, image-factory-kargo",
        "patch, freights.kargo.akuity.io/status, image-factory-kargo",
        "create, promotions.kargo.akuity.io, image-factory",
        "promote, stages.kargo.akuity.io, default",
    })
    void theFactoryMayNotDoMore(String verb, String resource, String namespace) throws Exception {
        applied("evaluation");

        assertThat(may(FACTORY, verb, resource, namespace)).isFalse();
    }

    private static boolean may(String account, String verb, String resource, String namespace) {
        var name = resource.split("/", 2)[0];
        int dot = name.indexOf('.');
        var review = client.authorization()
                .v1()
                .subjectAccessReview()
                .create(new io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser("system:serviceaccount:" + account)
                        .withGroups(groups(account))
                        .withNewResourceAttributes()
                        .withNamespace(namespace)
                        .withVerb(verb)
                        .withGroup(dot < 0 ? "" : name.substring(dot + 1))
                        .withResource(dot < 0 ? name : name.substring(0, dot))
                        .withSubresource(resource.contains("/") ? resource.split("/", 2)[1] : "")
                        .endResourceAttributes()
                        .endSpec()
                        .build());
        return review.getStatus().getAllowed();
    }

    private static List<String> groups(String account) {
        return List.of(
                "system:serviceaccounts", "system:serviceaccounts:" + account.split(":", 2)[0], "system:authenticated");
    }

    @Test
    void theFactorysRightsAreTheseAndNoOthers() throws Exception {
        applied("evaluation");
        var jobs = "batch/jobs [create, delete, get, list, watch]";
        var pods = "/pods [get, list, watch]";
        var logs = "/pods/log [get]";
        var nodes = "/nodes [list]";
        var space = "/namespaces [get]";
        var quotas = "/resourcequotas [list]";

        assertThat(rights(FACTORY, BUILDS))
                .containsExactlyInAnyOrder(jobs, pods, logs, "/events [list, watch]", space, quotas, nodes);
        assertThat(rights(FACTORY, "image-factory-scans"))
                .containsExactlyInAnyOrder(
                        jobs,
                        pods,
                        logs,
                        "/events [list]",
                        "/configmaps [create, delete]",
                        space,
                        "/persistentvolumeclaims [get]",
                        quotas,
                        nodes);
        assertThat(rights(FACTORY, KARGO))
                .containsExactlyInAnyOrder(
                        "kargo.akuity.io/warehouses [get, patch]",
                        "kargo.akuity.io/freights [get, list]",
                        "kargo.akuity.io/stages [get, promote]",
                        "kargo.akuity.io/promotions [create, list]",
                        nodes);
        assertThat(rights(FACTORY, "image-factory")).containsExactly(nodes);
        assertThat(rights(FACTORY, "kube-system")).containsExactly(nodes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image-factory:nightly",
                "image-factory:default",
                "image-factory-builds:default",
                "image-factory-scans:default",
                "image-factory-kargo:default",
                "image-factory-kargo:image-factory"
            })
    void nobodyElseHasAnyRight(String account) throws Exception {
        applied("evaluation");

        assertThat(Stream.of("image-factory", BUILDS, "image-factory-scans", KARGO, "default", "kube-system")
                        .flatMap(namespace -> rights(account, namespace).stream()))
                .isEmpty();
    }

    /** All that it is told to be allowed when it asks, but for asking just that. */
    private static List<String> rights(String account, String namespace) {
        var impersonated = new ConfigBuilder(config())
                .withImpersonateUsername("system:serviceaccount:" + account)
                .withImpersonateGroups(groups(account).toArray(String[]::new))
                .build();
        try (var asked = as(impersonated)) {
            var review = asked.authorization()
                    .v1()
                    .selfSubjectRulesReview()
                    .create(new io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder()
                            .withNewSpec()
                            .withNamespace(namespace)
                            .endSpec()
                            .build());
            return review.getStatus().getResourceRules().stream()
                    .filter(rule -> rule.getApiGroups().stream().noneMatch(EVERYBODYS::contains))
                    .flatMap(rule -> rule.getResources().stream()
                            .map(resource -> rule.getApiGroups().getFirst() + "/" + resource + " "
                                    + rule.getVerbs().stream().sorted().toList()))
                    .toList();
        }
    }
}
