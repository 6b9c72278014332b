package imagefactory.kargo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import imagefactory.core.image.ImageRef;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What was wrong with the manifests of the program that this follows, each seen to be gone. */
class OriginalFaultsTest {
    private static final String FLEET = """
            # bases: python:3.12-slim mcr.microsoft.com/playwright:v1.40.0-focal
            - name: portal
              registry: ghcr.io
              repository: acme/portal
              source: {provider: gitlab, repo: acme/group/mono, branch: live, dockerfile: apps/portal/Dockerfile}
              stages: [{name: dev}, {name: prod, soak: 7d, verify: [analyze-dockerfile]}]
              updates: [{stage: prod, repo: acme/group/gitops, path: kustomization.yaml, type: kustomize-set-image}]
            - name: postgres
              repository: library/postgres
              allowTags: ^16-alpine$
            """;

    @Test
    void tagsWithDotsAreWatched() {
        var subscription = subscription("Watches docker.io/library/python:3.12-slim.");

        assertThat(subscription.path("imageSelectionStrategy").asText()).isEqualTo("Digest");
        assertThat(subscription.path("constraint").asText()).isEqualTo("3.12-slim");
    }

    @Test
    void removedFieldsOfKargoAreNotWritten() {
        assertThat(all().map(JsonNode::toString))
                .noneMatch(text -> text.contains("\"allowTags\"")
                        || text.contains("\"ignoreTags\"")
                        || text.contains("\"semverConstraint\"")
                        || text.contains("\"stage\":"));
    }

    @Test
    void everyStageHasItsPolicyAndNoOther() {
        var policies = all().filter(each -> each.path("kind").asText().equals("ProjectConfig"))
                .flatMap(each -> texts(each.at("/spec/promotionPolicies"), "/stageSelector/name"))
                .toList();

        assertThat(policies).hasSizeGreaterThan(4).containsExactlyInAnyOrderElementsOf(names("Stage"));
    }

    @Test
    void everyBaseHasAWarehouseAndATriggerWithoutBeingEnrolled() {
        assertThat(names("Warehouse")).hasSize(4);
        assertThat(names("Stage").stream().filter(name -> name.startsWith("rebuild-trigger-")))
                .hasSize(3);
    }

    /** No workflow of GitHub is dispatched: the factory is told, in its own words. */
    @Test
    void triggerSpeaksToTheFactoryAlone() {
        var steps = all().filter(each -> each.at("/metadata/name").asText().startsWith("rebuild-trigger-"))
                .filter(each -> each.path("kind").asText().equals("Stage"))
                .flatMap(each -> elements(each.at("/spec/promotionTemplate/spec/steps")))
                .toList();

        assertThat(steps).hasSize(3).allSatisfy(step -> {
            assertThat(step.at("/config/url").asText()).isEqualTo(Setting.DEFAULT.factory() + "/events");
            assertThat(step.at("/config/body").asText())
                    .contains("\"io.imagefactory.base-image-updated\"")
                    .contains("ctx.targetFreight.name + \".\" + ctx.stage");
        });
    }

    /** Kargo ends an expression at the first two closing braces, wherever they stand. */
    @Test
    void expressionsEndWhereTheyShould() {
        var texts = new ArrayList<String>();
        all().forEach(document -> collect(document, texts));

        assertThat(texts.stream().filter(text -> text.contains("${{")))
                .isNotEmpty()
                .allSatisfy(text -> {
                    int from = text.indexOf("${{");
                    var expression = text.substring(from, text.indexOf("}}", from));
                    assertThat(expression.chars().filter(each -> each == '(').count())
                            .as(text)
                            .isEqualTo(expression
                                    .chars()
                                    .filter(each -> each == ')')
                                    .count());
                });
    }

    @Test
    void namesAreLabels() {
        assertThat(all().map(each -> each.at("/metadata/name").asText()).filter(name -> !name.isEmpty()))
                .allMatch(Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?").asMatchPredicate());
    }

    @Test
    void otherProvidersThanGithubAreCloned() {
        var prod = Documents.document(FLEET, "Stage", "portal--prod");

        assertThat(prod.at("/spec/promotionTemplate/spec/steps/0/config/repoURL")
                        .asText())
                .isEqualTo("https://gitlab.com/acme/group/gitops.git");
        assertThat(prod.toString()).doesNotContain("github.com");
    }

    /** A commit of the source makes no Freight: only what was published does. */
    @Test
    void warehousesWatchImagesAlone() {
        assertThat(all().filter(each -> each.path("kind").asText().equals("Warehouse"))
                        .flatMap(each -> elements(each.at("/spec/subscriptions"))))
                .hasSize(4)
                .allMatch(subscription -> subscription.has("image") && subscription.size() == 1);
    }

    @Test
    void whatIsPublishedIsWatchedAndNotLatestForEver() {
        assertThat(subscription("Watches ghcr.io/acme/portal.")
                        .at("/allowTagsRegexes/0")
                        .asText())
                .isEqualTo("^[0-9]{8}-[0-9]{6}-[0-9a-f]{1,12}$");
    }

    @Test
    void delaysAreInUnitsThatKargoKnows() {
        assertThat(Documents.document(FLEET, "Stage", "portal--prod")
                        .at("/spec/requestedFreight/0/sources/requiredSoakTime")
                        .asText())
                .isEqualTo("168h");
    }

    @Test
    void rightsAreGrantedAndTheJobsHaveNone() {
        assertThat(names("Role")).containsExactly("image-factory");
        assertThat(names("RoleBinding")).containsExactly("image-factory");
        assertThat(jobs()).allSatisfy(pod -> {
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.at("/containers/0/securityContext/capabilities/drop/0")
                            .asText())
                    .isEqualTo("ALL");
        });
    }

    @Test
    void jobsRunAPinnedImageWithLimitsAndNoProgramFromAConfigMap() {
        assertThat(jobs()).allSatisfy(pod -> {
            assertThat(ImageRef.parse(pod.at("/containers/0/image").asText()).tag())
                    .isPresent()
                    .get()
                    .isNotEqualTo("latest");
            assertThat(pod.at("/containers/0/resources/limits/memory").asText()).isNotEmpty();
            assertThat(pod.has("initContainers")).isFalse();
        });
        assertThat(names("ConfigMap")).isEmpty();
    }

    @Test
    void objectsOfTheClusterHaveNoNamespace() {
        assertThat(all().filter(each -> List.of("Namespace", "Project")
                        .contains(each.path("kind").asText())))
                .hasSize(2)
                .allMatch(each -> each.at("/metadata/namespace").isMissingNode());
    }

    @Test
    void sameCatalogGivesTheSameBytes() {
        assertThat(text()).isEqualTo(text());
    }

    /** The tag of an image, a number as it seems, would be passed on as another: 1.10 as 1.1. */
    @Test
    void tagsThatLookLikeNumbersStayTexts() {
        var tag = elements(Documents.document(FLEET, "Stage", "portal--prod").at("/spec/verification/args"))
                .filter(argument -> argument.path("name").asText().equals("imageTag"))
                .map(argument -> argument.path("value").asText());

        assertThat(tag).containsExactly("${{ quote(imageFrom(\"ghcr.io/acme/portal\", warehouse(\"portal\")).Tag) }}");
    }

    private static List<String> text() {
        return Documents.synthesis(FLEET).manifests().stream()
                .map(Manifest::yaml)
                .toList();
    }

    private static Stream<JsonNode> all() {
        return text().stream().map(Documents::json);
    }

    private static List<String> names(String kind) {
        return all().filter(each -> each.path("kind").asText().equals(kind))
                .map(each -> each.at("/metadata/name").asText())
                .toList();
    }

    private static Stream<JsonNode> jobs() {
        return all().filter(each -> each.path("kind").asText().equals("AnalysisTemplate"))
                .map(each -> each.at("/spec/metrics/0/provider/job/spec/template/spec"));
    }

    private static JsonNode subscription(String description) {
        return all().filter(each -> each.toString().contains(description))
                .map(each -> each.at("/spec/subscriptions/0/image"))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> texts(JsonNode list, String pointer) {
        return elements(list).map(each -> each.at(pointer).asText());
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(each -> collect(each, texts));
    }
}
