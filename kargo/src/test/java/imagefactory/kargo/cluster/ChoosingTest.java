package imagefactory.kargo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.promote.Pipeline.Afterwards;
import imagefactory.kargo.cluster.Choosing.Choice.Found;
import imagefactory.kargo.cluster.Choosing.Choice.Needed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Which Freight a stage goes back to: f1 is older than f2, and f2 than f3. */
class ChoosingTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:32Z");
    private static final Repository REPOSITORY =
            ImageRef.parse("ghcr.io/acme/portal:1").repository();
    private static final String VERIFIED = "verifiedIn: {dev: {longestSoak: 50h0m1.5s}, prod: {}}";

    private String stage = "freightHistory: [" + collections("f3", "f2", "f1") + "], autoPromotionEnabled: true";
    private List<String> freights = List.of(freight(1, VERIFIED), freight(2, VERIFIED), freight(3, VERIFIED));
    private List<String> promotions = List.of();

    @Test
    void withoutANameItIsWhatWasThereBefore() throws Exception {
        assertThat(before()).isEqualTo("f2 older");
        assertThat(choosing().from(look(2))).contains(digest(3));
    }

    @Test
    void twiceInARowItGoesBackFurtherAndNeverForthAgain() throws Exception {
        stage = "freightHistory: [" + collections("f2", "f3", "f2", "f1") + "]";

        assertThat(before()).isEqualTo("f1 older");
    }

    @Test
    void whatIsOnItsWayInCountsAsThere() throws Exception {
        stage = "currentPromotion: {name: p, freight: " + reference("f3") + "}, freightHistory: ["
                + collections("f2", "f1") + "]";

        assertThat(before()).isEqualTo("f2 older");
        assertThat(choosing().from(look(2))).contains(digest(3));
    }

    @Test
    void whatFailedThereIsPassedOver() throws Exception {
        freights = List.of(freight(1, VERIFIED), freight(2, "verifiedIn: {dev: {longestSoak: 50h}}"), freight(3, ""));

        assertThat(before()).isEqualTo("f1 older");
    }

    @Test
    void theSameDigestUnderAnOlderTagIsNoWayBack() throws Exception {
        stage = "freightHistory: [" + collections("f3", "f2", "f1") + "]";
        freights = List.of(
                freight(1, VERIFIED),
                freight(2, VERIFIED).replace(digest(2).value(), digest(3).value()),
                freight(3, VERIFIED));

        assertThat(before()).isEqualTo("f1 older");
    }

    @Test
    void whatKargoDeletedIsPassedOver() throws Exception {
        freights = List.of(freight(1, VERIFIED), freight(3, VERIFIED));

        assertThat(before()).isEqualTo("f1 older");
    }

    @Test
    void whereNothingIsLeftItSaysWhatWasInTheWay() {
        freights = List.of(
                freight(1, "verifiedIn: {prod: {}, dev: {longestSoak: 90m}}"),
                freight(2, "verifiedIn: {dev: {}}"),
                freight(3, ""));

        assertThatThrownBy(this::before)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem())
                                .isEqualTo(new Problem(
                                        Code.NOTHING_OLDER,
                                        "Stage prod has had nothing older that it could go back to, only " + digest(2)
                                                + " (it was not verified there), " + digest(1)
                                                + " (it was in stage dev for 1 h 30 min, and has to have been there for 48 h 0 min).",
                                        "Name what it shall take by its digest, with --to.")));
    }

    @Test
    void aStageThatHadNothingGoesNowhere() {
        stage = "observedGeneration: 1";

        assertThatThrownBy(this::before).hasMessageStartingWith("nothing-older: Stage prod has had nothing older");
    }

    @Test
    void whatWeAskedForAndIsNotOverIsTheAnswer() throws Exception {
        promotions = List.of(
                promotion("a", "f2", "Pending", "{app.kubernetes.io/managed-by: image-factory}", "{}"),
                promotion("b", "f1", "Running", "{app.kubernetes.io/managed-by: image-factory}", "{}"),
                promotion("c", "f3", "Pending", "{}", "{}"));
        stage = "currentPromotion: {name: b, freight: " + reference("f1") + "}, freightHistory: ["
                + collections("f3", "f2", "f1") + "]";

        assertThat(before()).isEqualTo("f1 found b MANUAL");
        assertThat(choosing().from(look(1))).contains(digest(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Succeeded", "Failed", "Errored", "Aborted", "Superseded"})
    void whatIsOverIsAskedForAnew(String phase) throws Exception {
        promotions = List.of(promotion("a", "f2", phase, "{app.kubernetes.io/managed-by: image-factory}", "{}"));

        assertThat(before()).isEqualTo("f2 older");
        assertThat(named(2)).isEqualTo("f2 older");
    }

    @Test
    void theNamedOneIsTaken() throws Exception {
        assertThat(named(1)).isEqualTo("f1 older");
    }

    @Test
    void theNamedOneMayBeNewer() throws Exception {
        stage = "freightHistory: [" + collections("f1", "f3") + "]";

        assertThat(named(3)).isEqualTo("f3");
    }

    @Test
    void aPromotionOfAnybodyToTheNamedOneIsTheAnswer() throws Exception {
        promotions = List.of(
                promotion("a", "f1", "", "{}", "{kargo.akuity.io/auto-promotion-hold: Warehouse/portal}"),
                promotion("b", "f2", "", "{}", "{}"));

        assertThat(named(1)).isEqualTo("f1 found a HELD");
        assertThat(named(2)).isEqualTo("f2 found b AUTOMATIC");
    }

    @Test
    void whatIsThereAlreadyIsTheAnswerWithTheHoldThatKeepsIt() throws Exception {
        stage = "autoPromotionEnabled: true, freightHistory: [" + collections("f1", "f3")
                + "], lastPromotion: {name: p, freight: " + reference("f1") + ", status: {phase: Succeeded}}"
                + ", autoPromotionHolds: {Warehouse/portal: {freightName: f1}}";

        assertThat(named(1)).isEqualTo("f1 found p HELD");
    }

    @Test
    void whatIsThereIsPromotedAnewAfterSomethingElseFailedHalfWay() throws Exception {
        stage = "freightHistory: [" + collections("f1") + "], lastPromotion: {name: p, freight: " + reference("f3")
                + ", status: {phase: Errored}}";

        assertThat(named(1)).isEqualTo("f1");
    }

    @Test
    void ofTheSameDigestUnderTwoTagsTheOneIsTakenThatMayBe() throws Exception {
        freights = List.of(freight(1, VERIFIED), freight(3, ""), freight(1, "").replace("name: f1", "name: f9"));

        assertThat(named(1)).isEqualTo("f1 older");
    }

    @Test
    void aDigestThatKargoHasNotNamesTheNewestThatItHas() {
        assertThatThrownBy(() -> named(4))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem())
                                .isEqualTo(new Problem(
                                        Code.FREIGHT_UNKNOWN,
                                        "Kargo has no Freight of ghcr.io/acme/portal@" + digest(4) + " for stage prod.",
                                        "Choose one of the newest that it has: " + digest(3) + ", " + digest(2) + ", "
                                                + digest(1) + ".")));
    }

    @Test
    void oneThatMayNotComeSaysWhyAndWhatToDo() {
        freights = List.of(freight(1, ""), freight(3, VERIFIED));

        assertThatThrownBy(() -> named(1))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem())
                                .isEqualTo(new Problem(
                                        Code.FREIGHT_UNAVAILABLE,
                                        "Stage prod may not take " + digest(1)
                                                + " (Freight f1): it is not verified in stage dev.",
                                        "Let it come that far, or approve it in Kargo: kargo approve --freight f1 --stage prod;"
                                                + " then ask again.")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "approvedFor: {prod: {}}",
                "verifiedIn: {dev: {longestSoak: 48h0m0s}}",
                "verifiedIn: {dev: {}}, currentlyIn: {dev: {since: \"2026-11-19T09:40:31Z\"}}"
            })
    void oneThatIsApprovedOrSoakedMayCome(String status) throws Exception {
        freights = List.of(freight(1, status), freight(3, VERIFIED));

        assertThat(named(1)).isEqualTo("f1 older");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verifiedIn: {dev: {longestSoak: 47h59m59.9s}}",
                "verifiedIn: {dev: {longestSoak: 812.5ms}}",
                "verifiedIn: {dev: {}}, currentlyIn: {dev: {since: \"2026-11-19T09:40:33Z\"}}"
            })
    void oneThatHasNotSoakedMayNot(String status) {
        freights = List.of(freight(1, status), freight(3, VERIFIED));

        assertThatThrownBy(() -> named(1))
                .hasMessageStartingWith("freight-unavailable: ")
                .hasMessageContaining("and has to have been there for 48 h 0 min");
    }

    private String before() throws Refused {
        return told(choosing().choose(Optional.empty()));
    }

    private String named(int number) throws Refused {
        return told(choosing().choose(Optional.of(digest(number))));
    }

    private static String told(Choosing.Choice choice) {
        return switch (choice) {
            case Found(var to, var promotion, Afterwards afterwards) ->
                to.name() + " found " + promotion + " " + afterwards.name();
            case Needed(var to, boolean older) -> to.name() + (older ? " older" : "");
        };
    }

    private Choosing choosing() {
        return new Choosing(
                "prod",
                stage(),
                REPOSITORY,
                looks(),
                promotions.stream().map(ChoosingTest::part).toList(),
                NOW);
    }

    private Part stage() {
        return part("""
                {spec: {requestedFreight: [{origin: {kind: Warehouse, name: portal},
                                            sources: {stages: [dev], requiredSoakTime: 48h}}]},
                 status: {%s}}
                """.formatted(stage));
    }

    private List<FreightLook> looks() {
        return freights.stream()
                .flatMap(freight -> FreightLook.of(part(freight), REPOSITORY).stream())
                .toList();
    }

    private FreightLook look(int number) {
        return looks().stream()
                .filter(look -> look.digest().equals(digest(number)))
                .findFirst()
                .orElseThrow();
    }

    private static String collections(String... names) {
        return Arrays.stream(names)
                .map(name -> "{items: {Warehouse/portal: " + reference(name) + "}}")
                .collect(Collectors.joining(", "));
    }

    private static String reference(String name) {
        return "{name: " + name + ", " + images(Integer.parseInt(name.substring(1))) + "}";
    }

    private static String freight(int number, String status) {
        return "{metadata: {name: f" + number
                + ", creationTimestamp: \"2026-11-30T00:00:00Z\"}, discoveredAt: \"2026-11-0"
                + number + "T00:00:00Z\", origin: {kind: Warehouse, name: portal}, " + images(number) + ", status: {"
                + status + "}}";
    }

    private static String images(int number) {
        return "images: [{repoURL: ghcr.io/other/image, digest: \"" + digest(9)
                + "\"}, {repoURL: ghcr.io/acme/portal, tag: latest, digest: \"" + digest(number) + "\"}]";
    }

    private static String promotion(String name, String freight, String phase, String labels, String annotations) {
        return "{metadata: {name: " + name + ", labels: " + labels + ", annotations: " + annotations
                + "}, spec: {freight: " + freight + "}, status: {phase: \"" + phase + "\"}}";
    }

    private static Digest digest(int number) {
        return Digest.of(("image " + number).getBytes(StandardCharsets.UTF_8));
    }

    private static Part part(String yaml) {
        return Part.of(new Yaml().load(yaml));
    }

    @Test
    void namesOfPromotionsSortByTimeAndAreUlids() {
        var names = IntStream.range(0, 100)
                .mapToObj(hour -> PromotionManifest.name(
                        "portal--prod", "f00dcafe1234", NOW.plusSeconds(hour * 3600L), new byte[10]))
                .toList();

        assertThat(names).isSorted();
        var random = HexFormat.of().parseHex("d6764c61efb99302bd5b");
        assertThat(PromotionManifest.name("portal--prod", "f00dcafe1234", Instant.ofEpochMilli(1469918176385L), random))
                .isEqualTo("portal--prod.01aryz6s41tsv4rrffq69g5fav.f00dcaf"); // github.com/ulid/spec
        assertThat(names).allMatch(name -> name.matches("portal--prod\\.[0-7][0-9a-hjkmnp-tv-z]{25}\\.f00dcaf"));
    }
}
