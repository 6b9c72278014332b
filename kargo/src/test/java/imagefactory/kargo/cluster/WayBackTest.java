package imagefactory.kargo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.promote.Pipeline.Afterwards;
import imagefactory.core.promote.Pipeline.Rollback;
import imagefactory.core.promote.Pipeline.RolledBack;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rollbacks on a real API server, with the rights that the factory has there; Kargo's part is played. */
class WayBackTest {
    private static final String FACTORY = "system:serviceaccount:image-factory:image-factory";
    private static final String VERIFIED =
            "\"verifiedIn\":{\"portal--dev\":{\"longestSoak\":\"50h0m0s\"},\"portal--prod\":{}}";

    private static TestCluster cluster;

    private final EnrolledImage image = Portal.image();
    private String project = "";
    private KargoPipeline pipeline = KargoPipeline.open(Config.empty(), "none", Clock.systemUTC());
    private PlayedKargo kargo = new PlayedKargo(cluster.client(), project, image, "prod");

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(OwnDefinitions.all());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void begin() {
        project = cluster.namespace("back-" + UUID.randomUUID());
        Portal.make(cluster.client(), project, Set.of("Warehouse", "Stage", "Role", "RoleBinding"));
        pipeline = as(FACTORY);
        kargo = new PlayedKargo(cluster.client(), project, image, "prod");
        IntStream.rangeClosed(1, 3).forEach(number -> kargo.freight(number, VERIFIED));
        kargo.has("f3", "f2");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void askedAgainItIsTheSamePromotionUntilThatIsThere() throws Exception {
        var first = pipeline.rollBack(asked());
        kargo.held(first.promotion());

        assertThat(first.made()).isTrue();
        assertThat(pipeline.rollBack(asked()))
                .isEqualTo(new RolledBack(first.from(), first.to(), "f2", first.promotion(), false, Afterwards.HELD));
        assertThat(pipeline.rollBack(asked(2)).made()).isFalse();
        assertThat(kargo.promotions()).hasSize(1);

        kargo.promoted(first.promotion());
        kargo.has("f2", "f3", "f1");

        assertThat(pipeline.rollBack(asked()).freight()).isEqualTo("f1");
        assertThat(kargo.promotions()).hasSize(2);
    }

    @Test
    void whatTheStageNeverHadIsFoundAmongMoreThanAPage() throws Exception {
        IntStream.range(0, 600)
                .parallel()
                .forEach(number -> cluster.client()
                        .resource(freight("other-" + number, "other", 4))
                        .inNamespace(project)
                        .create());

        var done = pipeline.rollBack(asked(1));

        assertThat(done.freight()).isEqualTo("f1");
        assertThat(kargo.promotion(done.promotion()).getMetadata().getName()).startsWith("portal--prod.");
    }

    @Test
    void freightOfAnotherWarehouseIsNotTheImages() {
        cluster.client()
                .resource(freight("f4", "theirs", 4))
                .inNamespace(project)
                .create();

        assertThat(refusal(() -> pipeline.rollBack(asked(4))).code()).isEqualTo(Code.FREIGHT_UNKNOWN);
        assertThat(kargo.promotions()).isEmpty();
    }

    @Test
    void aStageThatIsNotInKargoYetSaysSo() {
        kargo.stage().delete();

        assertThat(refusal(() -> pipeline.rollBack(asked())))
                .isEqualTo(new Problem(
                        Code.STAGE_UNKNOWN,
                        "There is no stage portal--prod in Kargo.",
                        "Apply the manifests, or see why they are not synchronised."));
    }

    @Test
    void whoMayNotPromoteSaysWhichRightsAreMissing() {
        try (var reader = as("nobody")) {
            var problem = refusal(() -> reader.rollBack(asked()));

            assertThat(problem.code()).isEqualTo(Code.PROMOTION_REFUSED);
            assertThat(problem.advice()).contains("the Role image-factory of namespace " + project);
        }
    }

    @Test
    void whatKargoDoesNotTakeIsToldInItsOwnWords() {
        refusing("Freight is not available to this Stage");

        assertThat(refusal(() -> pipeline.rollBack(asked()))).satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(Code.PROMOTION_REFUSED);
            assertThat(problem.text())
                    .startsWith("The factory was to create promotions in " + project + ", and Kargo does not take it: ")
                    .contains("Freight is not available to this Stage");
            assertThat(problem.advice()).isEqualTo("Mend what it names, in the manifests or in Kargo, and ask again.");
        });
    }

    @Test
    void anApiServerThatIsAwayIsNoRefusal() {
        var nowhere = new ConfigBuilder(cluster.config())
                .withMasterUrl("http://127.0.0.1:1/")
                .build();
        try (var away = KargoPipeline.open(nowhere, project, Clock.systemUTC())) {
            assertThatThrownBy(() -> away.rollBack(asked())).isInstanceOf(Unavailable.class);
        }
    }

    private static Problem refusal(ThrowingCallable asking) {
        var thrown = catchThrowableOfType(Refused.class, asking);
        assertThat(thrown).isNotNull();
        return thrown.problem();
    }

    private Rollback asked() {
        return new Rollback(image, "prod", Optional.empty(), "ada", "it is slow");
    }

    private Rollback asked(int number) {
        return new Rollback(image, "prod", Optional.of(PlayedKargo.digest(number)), "ada", "it is slow");
    }

    private KargoPipeline as(String user) {
        var config = new ConfigBuilder(cluster.config())
                .withImpersonateUsername(user)
                .build();
        return KargoPipeline.open(config, project, Clock.systemUTC());
    }

    /** Kargo's webhook, by a policy of the API server: it says no to each promotion of this project. */
    private void refusing(String message) {
        var policy = """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: %1$s}
                spec:
                  failurePolicy: Fail
                  matchConstraints:
                    resourceRules:
                      - {apiGroups: [kargo.akuity.io], apiVersions: [v1alpha1], operations: [CREATE], resources: [promotions]}
                  validations: [{expression: "false", message: "%2$s", reason: Invalid}]
                """.formatted(project, message);
        var binding = """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: %1$s}
                spec:
                  policyName: %1$s
                  validationActions: [Deny]
                  matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}}
                """.formatted(project);
        cluster.client().resource(policy).create();
        cluster.client().resource(binding).create();
        var tried = """
                apiVersion: kargo.akuity.io/v1alpha1
                kind: Promotion
                metadata: {name: tried}
                spec: {stage: portal--prod, freight: f1, steps: [{uses: compose-output, config: {}}]}
                """;
        await().atMost(Duration.ofSeconds(30))
                .until(() -> catchThrowable(() -> cluster.client()
                                .resource(tried)
                                .inNamespace(project)
                                .dryRun()
                                .create())
                        != null);
    }

    private static String freight(String name, String warehouse, int number) {
        return "{\"apiVersion\":\"kargo.akuity.io/v1alpha1\",\"kind\":\"Freight\",\"metadata\":{\"name\":\"" + name
                + "\"},\"origin\":{\"kind\":\"Warehouse\",\"name\":\"" + warehouse
                + "\"},\"images\":[{\"repoURL\":\"ghcr.io/acme/portal\",\"digest\":\"" + PlayedKargo.digest(number)
                + "\"}]}";
    }
}
