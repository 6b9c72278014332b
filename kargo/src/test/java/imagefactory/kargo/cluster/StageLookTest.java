package imagefactory.kargo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.promote.InStage;
import imagefactory.core.promote.InStage.State;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What a Stage's status comes to, for one image. */
class StageLookTest {
    private static final Digest DIGEST = Digest.of("ours".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    private static final Digest OTHER = Digest.of("other".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    private static final Sought SOUGHT =
            new Sought(ImageRef.parse("ghcr.io/acme/portal:1").repository(), DIGEST);

    private static final String OURS =
            "{name: f1, images: [{repoURL: ghcr.io/acme/portal, tag: latest, digest: \"" + DIGEST + "\"}]}";
    private static final String THEIRS =
            "{name: f0, images: [{repoURL: ghcr.io/acme/portal, tag: latest, digest: \"" + OTHER + "\"}]}";

    @Test
    void aStageThatKargoHasNotLookedAtWaits() {
        assertThat(look("{}")).isEqualTo(new InStage("dev", State.WAITING, Optional.empty(), ""));
    }

    @Test
    void withAutoPromotionTheImageIsWaitedFor() {
        assertThat(look("{observedGeneration: 1, autoPromotionEnabled: true, freightHistory: [" + holding(THEIRS)
                                + "]}")
                        .state())
                .isEqualTo(State.WAITING);
    }

    @Test
    void withoutAutoPromotionAPersonHasToAct() {
        assertThat(look("{observedGeneration: 1}"))
                .isEqualTo(new InStage("dev", State.HELD, Optional.empty(), "auto-promotion is off"));
    }

    @Test
    void aHoldIsSomebodysDecision() {
        assertThat(look("""
                {observedGeneration: 1, autoPromotionEnabled: true,
                 effectiveAutoPromotionHolds: {Warehouse/portal: {freightName: f0, actor: "email:ada@acme.test"}}}
                """))
                .isEqualTo(
                        new InStage("dev", State.HELD, Optional.empty(), "held at Freight f0 by email:ada@acme.test"));
    }

    @Test
    void thePromotionThatRunsIsNamed() {
        assertThat(look("{currentPromotion: {name: p1, freight: " + OURS + "}}"))
                .isEqualTo(new InStage("dev", State.PROMOTING, Optional.of("f1"), "p1"));
    }

    @Test
    void thePromotionOfSomethingElseIsNotOurs() {
        assertThat(look("{currentPromotion: {name: p1, freight: " + THEIRS + "}}")
                        .state())
                .isEqualTo(State.WAITING);
    }

    @Test
    void aPromotionThatFailedSaysWhy() {
        assertThat(look("{lastPromotion: {name: p1, freight: " + OURS
                        + ", status: {phase: Errored, message: no right to push}}}"))
                .isEqualTo(
                        new InStage("dev", State.FAILED, Optional.of("f1"), "promotion p1 Errored: no right to push"));
    }

    @Test
    void whatIsThereIsVerifiedUntilKargoSaysOtherwise() {
        assertThat(look("{health: {status: Progressing, issues: [one pod of two]}, freightHistory: [" + holding(OURS)
                        + "]}"))
                .isEqualTo(new InStage("dev", State.VERIFYING, Optional.of("f1"), "Progressing: one pod of two"));
    }

    @Test
    void oneSuccessIsEnough() {
        assertThat(look("{health: {status: Healthy}, freightHistory: ["
                        + holding(OURS, "{phase: Failed}, {phase: Successful}") + "]}"))
                .isEqualTo(new InStage("dev", State.VERIFIED, Optional.of("f1"), "Healthy"));
    }

    @Test
    void theNewestVerificationCountsWhereNoneSucceeded() {
        assertThat(look("{freightHistory: ["
                        + holding(OURS, "{phase: Inconclusive, message: nobody knows}, {phase: Failed}") + "]}"))
                .isEqualTo(
                        new InStage("dev", State.FAILED, Optional.of("f1"), "verification Inconclusive: nobody knows"));
        assertThat(look("{freightHistory: [" + holding(OURS, "{phase: Running}, {phase: Failed}") + "]}")
                        .state())
                .isEqualTo(State.VERIFYING);
    }

    @Test
    void whatWasThereBeforeHasLeft() {
        assertThat(look("{freightSummary: f0, freightHistory: [" + holding(THEIRS) + ", " + holding(OURS) + "]}"))
                .isEqualTo(new InStage("dev", State.LEFT, Optional.of("f1"), "f0"));
    }

    @Test
    void theSameDigestElsewhereIsAnotherImage() {
        var elsewhere = OURS.replace("acme/portal", "evil/portal");

        assertThat(look("{freightHistory: [" + holding(elsewhere) + "]}").state())
                .isEqualTo(State.WAITING);
    }

    @Test
    void whatIsNotAsExpectedIsNotThere() {
        assertThat(look("{freightHistory: yes, currentPromotion: [], health: 3, autoPromotionHolds: []}")
                        .state())
                .isEqualTo(State.WAITING);
    }

    private static String holding(String freight, String... attempts) {
        return "{items: {Warehouse/portal: " + freight + "}, verificationHistory: [" + String.join(", ", attempts)
                + "]}";
    }

    private static InStage look(String status) {
        return StageLook.of("dev", Part.of(new Yaml().load("{status: " + status + "}")), SOUGHT);
    }
}
