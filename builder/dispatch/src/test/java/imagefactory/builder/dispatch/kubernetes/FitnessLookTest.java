package imagefactory.builder.dispatch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import imagefactory.builder.dispatch.Requests;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Symptom;
import imagefactory.core.outcome.Symptom.Verdict;
import imagefactory.core.outcome.Unavailable;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nodes say of themselves, on a real API server; each test has a pool of nodes of its own. */
class FitnessLookTest {
    private static final String POOL = "test/pool";
    private static final String FIT = "containerd://2.2.9";
    private static final String UNFIT = "containerd://1.7.27";

    private final List<Node> nodes = new ArrayList<>();
    private Premises premises;

    @BeforeEach
    void open() throws Exception {
        premises = new Premises();
    }

    @AfterEach
    void close() {
        nodes.forEach(node -> premises.admin.resource(node).delete());
        premises.close();
    }

    @Test
    void onlyNodesWithTheLabelsOfBuildsAreLookedAt() {
        node("mine", pool(), FIT);
        node("other", "another", UNFIT);

        assertThat(look(TestCluster.config()))
                .containsExactly(
                        Symptom.ok("kubernetes", "1.36"),
                        Symptom.ok(
                                "nodes", "1 of 1 that take builds have what user namespaces need, as far as they say"));
    }

    /** One more than a page. */
    @Test
    void poolOfManyNodesIsReadWhole() {
        for (int i = 0; i <= 200; i++) {
            node("many-" + i, pool(), i == 200 ? FIT : UNFIT);
        }

        assertThat(look(TestCluster.config()))
                .extracting(Symptom::found)
                .contains("1 of 201 that take builds have what user namespaces need, as far as they say");
    }

    @Test
    void whoeverMayNotReadNodesIsToldSo() {
        var found = look(TestCluster.nobody());

        assertThat(found).extracting(Symptom::verdict).containsExactly(Verdict.OK, Verdict.UNSEEN);
        assertThat(found.getLast().found())
                .startsWith(
                        "their kernels and runtimes cannot be looked at: nodes is forbidden: User \"nobody\" cannot list");
        assertThat(found.getLast().remedy())
                .isEqualTo(
                        "Give the factory's service account the ClusterRole image-factory-nodes of deploy/kubernetes.");
    }

    @Test
    void nothingIsBuiltUntilANodeIsFit() throws Exception {
        node("old", pool(), UNFIT);
        var executor = premises.factory(settings());
        await().atMost(Premises.SOON)
                .ignoreExceptionsInstanceOf(Unavailable.class)
                .until(() -> {
                    executor.log(Requests.named("nobody").id());
                    return true;
                });

        assertThat(executor.advance(Requests.named("portal")))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.problem().toString())
                                .startsWith(Problem.Code.BUILD_UNSUPPORTED
                                        + ": No node that takes builds has user namespaces for pods: old-" + pool()
                                        + ": " + UNFIT));
        assertThat(premises.played.jobs()).isEmpty();

        node("new", pool(), FIT);

        assertThat(executor.advance(Requests.named("portal"))).isInstanceOf(Pending.class);
        assertThat(premises.played.jobs()).hasSize(1);
    }

    private List<Symptom> look(Config config) {
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            return new FitnessLook(client, settings()).look(Set.of());
        }
    }

    private String pool() {
        return premises.played.namespace();
    }

    private JobSettings settings() {
        var usual = premises.settings(PodVariant.USER_NAMESPACE);
        return new JobSettings(
                usual.namespace(),
                usual.image(),
                usual.pod(),
                usual.limit(),
                usual.resources(),
                new JobSettings.Placement(Map.of(POOL, pool()), List.of(), Optional.empty(), Set.of()),
                usual.access(),
                usual.queue());
    }

    private void node(String name, String pool, String runtime) {
        var node = FitnessTest.node(name + "-" + pool(), "v1.36.0", runtime, "6.12.1")
                .editMetadata()
                .addToLabels(POOL, pool)
                .endMetadata()
                .build();
        nodes.add(premises.admin.resource(node).create());
        premises.admin.resource(node).patchStatus();
        premises.admin.nodes().withName(node.getMetadata().getName()).edit(made -> {
            made.getSpec().setTaints(List.of()); // the API server makes them not-ready, and a controller undoes that
            return made;
        });
    }
}
