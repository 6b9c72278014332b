package imagefactory.kargo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.promote.InStage;
import imagefactory.core.promote.InStage.State;
import imagefactory.core.promote.Pipeline;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kargo watched on a real API server; its controller is played by these tests. */
class KargoPipelineTest {
    private static final Instant AT = Instant.parse("2026-11-21T09:40:32Z");
    private static final Pipeline.Patience PATIENT = () -> true;

    private static TestCluster cluster;

    private final Digest digest = Digest.of(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
    private final EnrolledImage image = Portal.image();
    private String project = "";
    private KargoPipeline pipeline = KargoPipeline.open(Config.empty(), "none", Clock.systemUTC());

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(OwnDefinitions.all());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void apply() {
        project = cluster.namespace("kargo-" + UUID.randomUUID());
        pipeline = at(Duration.ZERO);
        Portal.make(cluster.client(), project, Set.of("Warehouse", "Stage"));
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void theWarehouseIsToldOnceByHoweverMany() throws Exception {
        assertThat(pipeline.follow(published(), PATIENT)).isInstanceOf(Pending.class);
        var told = warehouse().get();
        assertThat(told.getMetadata().getAnnotations()).containsEntry("kargo.akuity.io/refresh", "run-7");

        var outcomes = IntStream.range(0, 4)
                .parallel()
                .mapToObj(_ -> outcome(published()))
                .toList();

        assertThat(outcomes).allMatch(Pending.class::isInstance);
        assertThat(warehouse().get().getMetadata().getResourceVersion())
                .isEqualTo(told.getMetadata().getResourceVersion());
    }

    @Test
    void fromFreightToVerifiedThenItIsOver() throws Exception {
        status(warehouse(), "{\"lastFreightID\":\"f1\",\"lastHandledRefresh\":\"run-7\"}");
        freight("f1");
        assertThat(pipeline.follow(published(), PATIENT)).isInstanceOf(Pending.class);

        status(stage("dev"), "{\"currentPromotion\":{\"name\":\"p1\",\"freight\":" + reference("f1") + "}}");
        assertThat(pipeline.follow(published(), PATIENT)).isInstanceOf(Pending.class);

        status(
                stage("dev"),
                "{\"currentPromotion\":null,\"health\":{\"status\":\"Healthy\"},\"freightHistory\":["
                        + "{\"id\":\"c\",\"items\":{\"Warehouse/portal\":" + reference("f1")
                        + "},\"verificationHistory\":["
                        + "{\"id\":\"v\",\"phase\":\"Successful\"}]}]}");
        assertThat(pipeline.follow(published(), PATIENT))
                .isEqualTo(new Done<>(List.of(
                        new InStage("dev", State.VERIFIED, Optional.of("f1"), "Healthy"),
                        new InStage("prod", State.WAITING, Optional.empty(), ""))));
    }

    @Test
    void aPromotionThatFailedIsAProblem() throws Exception {
        status(
                stage("dev"),
                "{\"lastPromotion\":{\"name\":\"p1\",\"freight\":" + reference("f1")
                        + ",\"status\":{\"phase\":\"Failed\",\"message\":\"no such branch\"}}}");

        assertThat(pipeline.follow(published(), PATIENT))
                .isEqualTo(new Failed<>(new Problem(
                        Problem.Code.PROMOTION_FAILED,
                        "Kargo could not bring it to stage portal--dev: promotion p1 Failed: no such branch.",
                        "Mend what stage portal--dev does or verifies, then promote Freight f1 to it in Kargo.")));
    }

    @Test
    void aStageThatAPersonPromotesIsLeftToThatPerson() throws Exception {
        status(warehouse(), "{\"lastFreightID\":\"f1\"}");
        status(stage("dev"), "{\"observedGeneration\":1}");
        assertThat(pipeline.follow(published(), PATIENT)).isInstanceOf(Pending.class);
        freight("f1");

        assertThat(pipeline.follow(published(), PATIENT))
                .isEqualTo(new Done<>(List.of(
                        new InStage("dev", State.HELD, Optional.of("f1"), "auto-promotion is off"),
                        new InStage("prod", State.WAITING, Optional.empty(), ""))));
    }

    @Test
    void afterTenMinutesItIsSaidWhatIsWaitedFor() {
        status(warehouse(), "{\"lastHandledRefresh\":\"run-7\"}");
        try (var later = at(Duration.ofMinutes(10))) {
            assertThatThrownBy(() -> later.follow(published(), PATIENT))
                    .isInstanceOf(Unavailable.class)
                    .hasMessage(
                            digest + " is published since " + AT + ", and not promoted: Kargo's Warehouse portal has"
                                    + " looked, and made no Freight of it: see which tags it selects");
        }
    }

    @Test
    void somethingNewerIsNotKeptWaiting() throws Exception {
        assertThat(pipeline.follow(published(), () -> false))
                .isEqualTo(new Done<>(List.of(
                        new InStage("dev", State.WAITING, Optional.empty(), ""),
                        new InStage("prod", State.WAITING, Optional.empty(), ""))));
    }

    @Test
    void manifestsThatHaveNotComeYetAreWaitedFor() throws Exception {
        stage("dev").delete();
        warehouse().delete();

        assertThat(pipeline.follow(published(), PATIENT)).isInstanceOf(Pending.class);
    }

    @Test
    void withoutKargoItSaysWhichOneIsNeeded() throws Exception {
        cluster.uninstall();
        try {
            assertThat(pipeline.follow(published(), PATIENT))
                    .isEqualTo(new Failed<>(new Problem(
                            Problem.Code.PROMOTION_REFUSED,
                            "The API server of this cluster knows nothing of kargo.akuity.io/v1alpha1.",
                            "Install Kargo 1.11 or later and apply the manifests, or set factory.kargo to none.")));
        } finally {
            cluster.install(OwnDefinitions.all());
        }
    }

    @Test
    void anOlderKargoSaysWhichOneIsNeeded() throws Exception {
        cluster.uninstall();
        try {
            cluster.install(OwnDefinitions.older());
            apply();

            assertThat(pipeline.follow(published(), PATIENT))
                    .isEqualTo(
                            new Failed<>(
                                    new Problem(
                                            Problem.Code.PROMOTION_REFUSED,
                                            "The Kargo of this cluster dropped which images Warehouse portal chooses: it is too old.",
                                            "Bring Kargo to 1.11 or later, its CustomResourceDefinitions too, and apply the manifests again.")));
        } finally {
            cluster.uninstall();
            cluster.install(OwnDefinitions.all());
        }
    }

    @Test
    void whoMayNotLookSaysWhichRightsAreMissing() throws Exception {
        var nobody = new ConfigBuilder(cluster.config())
                .withImpersonateUsername("nobody")
                .build();
        try (var refused = KargoPipeline.open(nobody, project, Clock.systemUTC())) {
            var outcome = refused.follow(published(), PATIENT);

            assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
                var problem = failed.problem();
                assertThat(problem.code()).isEqualTo(Problem.Code.PROMOTION_REFUSED);
                assertThat(problem.text()).startsWith("The factory may not read stages in " + project + ": ");
                assertThat(problem.advice())
                        .isEqualTo("Give its service account the Role image-factory of namespace " + project
                                + ", which synth writes.");
            });
        }
    }

    @Test
    void anApiServerThatIsAwayIsAskedAgain() {
        var nowhere = new ConfigBuilder(cluster.config())
                .withMasterUrl("http://127.0.0.1:1/")
                .build();
        try (var away = KargoPipeline.open(nowhere, project, Clock.systemUTC())) {
            assertThatThrownBy(() -> away.follow(published(), PATIENT))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageStartingWith("Kargo's API server was to read stages in " + project + ", and did not: ");
        }
    }

    @Test
    void anApiServerThatWantsToBeLeftAloneIs() throws Exception {
        var busy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        busy.createContext("/", exchange -> {
            var body =
                    "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"TooManyRequests\",\"code\":429,"
                            + "\"details\":{\"retryAfterSeconds\":17}}";
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(429, body.length());
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        busy.start();
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + busy.getAddress().getPort())
                .build();
        try (var throttled = KargoPipeline.open(config, project, Clock.systemUTC())) {
            assertThatThrownBy(() -> throttled.follow(published(), PATIENT))
                    .isInstanceOfSatisfying(
                            Unavailable.class, away -> assertThat(away.after()).contains(Duration.ofSeconds(17)));
        } finally {
            busy.stop(0);
        }
    }

    private Object outcome(Pipeline.Published published) {
        try {
            return pipeline.follow(published, PATIENT);
        } catch (Unavailable e) {
            return e;
        }
    }

    private KargoPipeline at(Duration after) {
        return KargoPipeline.open(cluster.config(), project, Clock.fixed(AT.plus(after), ZoneOffset.UTC));
    }

    private Pipeline.Published published() {
        return new Pipeline.Published(image, digest, "run-7", AT);
    }

    private Resource<GenericKubernetesResource> warehouse() {
        return object("Warehouse", "portal");
    }

    private Resource<GenericKubernetesResource> stage(String name) {
        return object("Stage", "portal--" + name);
    }

    private Resource<GenericKubernetesResource> object(String kind, String name) {
        return cluster.client()
                .genericKubernetesResources(AppliedManifests.context(kind))
                .inNamespace(project)
                .withName(name);
    }

    private static void status(Resource<GenericKubernetesResource> object, String json) {
        object.subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":" + json + "}");
    }

    private void freight(String name) {
        cluster.client()
                .resource("{\"apiVersion\":\"kargo.akuity.io/v1alpha1\",\"kind\":\"Freight\",\"metadata\":{\"name\":\""
                        + name + "\"},\"origin\":{\"kind\":\"Warehouse\",\"name\":\"portal\"}," + images() + "}")
                .inNamespace(project)
                .create();
    }

    private String reference(String name) {
        return "{\"name\":\"" + name + "\"," + images() + "}";
    }

    private String images() {
        return "\"images\":[{\"repoURL\":\"ghcr.io/acme/portal\",\"tag\":\"latest\",\"digest\":\"" + digest + "\"}]";
    }
}
