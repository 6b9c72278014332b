package imagefactory.kargo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.CatalogFile;
import imagefactory.core.promote.Pipeline.Afterwards;
import imagefactory.core.promote.Pipeline.Rollback;
import imagefactory.core.promote.Pipeline.RolledBack;
import imagefactory.kargo.Setting;
import imagefactory.kargo.Synthesis;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the manifests on an API server: these sentences hold whoever wrote the definitions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AppliedManifests {
    private static final Map<String, String> KINDS = Map.of(
            "Stage",
            "stages",
            "Warehouse",
            "warehouses",
            "Promotion",
            "promotions",
            "ProjectConfig",
            "projectconfigs",
            "AnalysisTemplate",
            "analysistemplates");
    private static final String FLEET = "src/test/resources/synthesis/fleet/in.yaml";

    private TestCluster cluster;

    @TempDir
    Path folder;

    abstract List<JsonNode> definitions() throws Exception;

    @BeforeAll
    void start() throws Exception {
        cluster = TestCluster.start(definitions());
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    final TestCluster cluster() {
        return cluster;
    }

    @Test
    void whatIsMadeOfTheRootsCatalogIsTaken() throws Exception {
        assertThat(cluster.apply(Path.of("../deploy/kargo")).said())
                .endsWith("are in image-factory-kargo, 0 are gone\n");
    }

    @Test
    void appliedTwiceChangesNothing() throws Exception {
        var project = cluster.namespace("twice");
        written(project, Files.readString(Path.of(FLEET)));
        assertThat(cluster.apply(folder).exit()).isZero();
        var before = versions(project);

        var again = cluster.apply(folder);

        assertThat(again.said()).endsWith(" 0 are gone\n");
        assertThat(versions(project)).isEqualTo(before).containsKeys("Stage portal--prod", "Warehouse nginx");
    }

    @Test
    void whatIsNoLongerEnrolledIsGoneAndWhatOthersMadeStays() throws Exception {
        var project = cluster.namespace("pruned");
        written(project, Files.readString(Path.of(FLEET)));
        assertThat(cluster.apply(folder).exit()).isZero();
        var theirs = cluster.client()
                .genericKubernetesResources(context("Warehouse"))
                .inNamespace(project)
                .withName("nginx")
                .get();
        theirs.getMetadata().setName("theirs");
        theirs.getMetadata().setResourceVersion(null);
        theirs.getMetadata().getLabels().remove("app.kubernetes.io/managed-by");
        theirs.getMetadata().setManagedFields(null);
        cluster.client().resource(theirs).create();
        written(project, "- {name: nginx, repository: library/nginx}\n");

        var applied = cluster.apply(folder);

        assertThat(applied.exit()).as(applied.said()).isZero();
        assertThat(versions(project).keySet().stream().filter(name -> name.matches("(Stage|Warehouse) .*")))
                .containsExactly("Stage rebuild-trigger-nginx", "Warehouse nginx", "Warehouse theirs");
    }

    /** Nothing of it is dropped, as an API server would without a word. */
    @Test
    void thePromotionOfARollbackIsTakenWhole() throws Exception {
        var project = cluster.namespace("rolled-back");
        written(project, Files.readString(Path.of(FLEET)));
        assertThat(cluster.apply(folder).exit()).isZero();
        var image = catalog(Files.readString(Path.of(FLEET))).named("portal").orElseThrow();
        var played = new PlayedKargo(cluster.client(), project, image, "prod");
        played.freight(1, "\"verifiedIn\":{\"portal--test\":{\"longestSoak\":\"61h0m0s\"},\"portal--prod\":{}}");
        played.freight(2, "");
        played.has("f2", "f1");

        try (var pipeline = KargoPipeline.open(cluster.config(), project, Clock.systemUTC())) {
            var done = pipeline.rollBack(new Rollback(image, "prod", Optional.empty(), "ada", "it is slow"));

            assertThat(done)
                    .isEqualTo(new RolledBack(
                            Optional.of(PlayedKargo.digest(2)),
                            PlayedKargo.digest(1),
                            "f1",
                            done.promotion(),
                            true,
                            Afterwards.AUTOMATIC));
            var promotion = played.promotion(done.promotion());
            assertThat(promotion.getMetadata().getAnnotations())
                    .containsEntry("kargo.akuity.io/description", "Asked for by ada: it is slow")
                    .containsEntry("kargo.akuity.io/rollback", "true");
            assertThat(promotion.getMetadata().getLabels()).containsEntry("kargo.akuity.io/stage", "portal--prod");
            Map<String, Object> expected = Map.of("stage", "portal--prod", "freight", "f1", "steps", played.steps());
            assertThat(promotion.<Object>get("spec")).isEqualTo(expected);
        }
    }

    /** The folder holds what follows from this catalog, and nothing else. */
    final void written(String project, String yaml) throws Exception {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        var usual = Setting.DEFAULT;
        var setting = new Setting(project, usual.factory(), usual.commands(), usual.controlNamespace());
        for (var manifest : Synthesis.of(catalog(yaml), List.of(), setting).manifests()) {
            var file = folder.resolve(manifest.path());
            Files.createDirectories(file.getParent());
            Files.writeString(file, manifest.yaml());
        }
    }

    private static Catalog catalog(String yaml) throws Exception {
        return CatalogFile.read("images.yaml", yaml.getBytes(StandardCharsets.UTF_8), Path.of("/repo"))
                .catalog();
    }

    /** Each object's version: it moves with every change. */
    private Map<String, String> versions(String project) {
        var versions = new TreeMap<String, String>();
        KINDS.keySet().stream()
                .flatMap(kind -> objects(kind, project))
                .forEach(object -> versions.put(
                        object.getKind() + " " + object.getMetadata().getName(),
                        object.getMetadata().getResourceVersion()));
        return versions;
    }

    private Stream<GenericKubernetesResource> objects(String kind, String project) {
        return cluster
                .client()
                .genericKubernetesResources(context(kind))
                .inNamespace(project)
                .list()
                .getItems()
                .stream();
    }

    static ResourceDefinitionContext context(String kind) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(kind.equals("AnalysisTemplate") ? "argoproj.io" : "kargo.akuity.io")
                .withVersion("v1alpha1")
                .withKind(kind)
                .withPlural(KINDS.getOrDefault(kind, "freights"))
                .withNamespaced(true)
                .build();
    }
}
