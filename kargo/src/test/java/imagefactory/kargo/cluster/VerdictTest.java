package imagefactory.kargo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.outcome.Problem;
import imagefactory.core.promote.InStage;
import imagefactory.core.promote.InStage.State;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** What follows from where an image stands, and from what its Warehouse says. */
class VerdictTest {
    private static final String CHOOSES = "spec: {subscriptions: [{image: {constraint: latest}}]}";

    @ParameterizedTest
    @CsvSource({"VERIFIED", "LEFT"})
    void whatIsThroughIsOver(State state) {
        assertThat(Verdict.of(in(state), "portal--dev", Optional.empty())).isEqualTo(new Verdict.Over());
    }

    @Test
    void whatAPersonHasToActOnIsOverOnceThereIsFreight() {
        assertThat(Verdict.of(in(State.HELD), "portal--dev", warehouse("").map(it -> it.with("f1"))))
                .isEqualTo(new Verdict.Over());
        assertThat(Verdict.of(in(State.HELD), "portal--dev", warehouse(""))).isInstanceOf(Verdict.Waits.class);
    }

    @Test
    void eachWaitSaysWhatFor() {
        assertThat(Verdict.of(in(State.ABSENT), "portal--dev", Optional.empty()))
                .isEqualTo(
                        new Verdict.Waits("there is no stage portal--dev in Kargo yet: apply the manifests, or see why"
                                + " they are not synchronised"));
        assertThat(waits(Optional.empty()))
                .isEqualTo("there is no Warehouse of it in Kargo yet: apply the manifests, or see why they are not"
                        + " synchronised");
        assertThat(waits(warehouse("")))
                .isEqualTo(
                        "Kargo's Warehouse portal has been told, and has not looked yet: see whether Kargo's controller runs");
        assertThat(waits(warehouse("status: {lastHandledRefresh: run-7}")))
                .isEqualTo("Kargo's Warehouse portal has looked, and made no Freight of it: see which tags it selects");
        assertThat(waits(warehouse("status: {conditions: [{type: Healthy, status: 'False', message: no account}]}")))
                .isEqualTo("Kargo's Warehouse portal cannot look: no account");
        assertThat(waits(warehouse("").map(it -> it.with("f1"))))
                .isEqualTo("Kargo has Freight f1 of it, and has not begun to promote that to stage portal--dev");
    }

    @Test
    void whatFailedSaysWhatToDo() {
        var first = new InStage("dev", State.FAILED, Optional.of("f1"), "promotion p1 Failed: no such branch");

        assertThat(Verdict.of(first, "portal--dev", Optional.empty()))
                .isEqualTo(new Verdict.Fails(new Problem(
                        Problem.Code.PROMOTION_FAILED,
                        "Kargo could not bring it to stage portal--dev: promotion p1 Failed: no such branch.",
                        "Mend what stage portal--dev does or verifies, then promote Freight f1 to it in Kargo.")));
    }

    @Test
    void aWarehouseIsToldOnceForEachPublication() {
        assertThat(warehouse("").orElseThrow().asked()).isFalse();
        assertThat(warehouse("metadata: {annotations: {kargo.akuity.io/refresh: run-6}}")
                        .orElseThrow()
                        .asked())
                .isFalse();
        assertThat(warehouse("metadata: {annotations: {kargo.akuity.io/refresh: run-7}}")
                        .orElseThrow()
                        .asked())
                .isTrue();
        assertThat(warehouse(
                                "metadata: {annotations: {kargo.akuity.io/refresh: by-hand}}\nstatus: {lastHandledRefresh: run-7}")
                        .orElseThrow()
                        .asked())
                .isTrue();
    }

    @Test
    void anOlderKargoDropsWhatIsChosen() {
        var dropped =
                WarehouseLook.of("portal", part("spec: {subscriptions: [{image: {repoURL: a.test/b}}]}"), "run-7");

        assertThat(dropped.current()).isFalse();
        assertThat(warehouse("").orElseThrow().current()).isTrue();
    }

    private static String waits(Optional<WarehouseLook> source) {
        return Verdict.of(in(State.WAITING), "portal--dev", source) instanceof Verdict.Waits(var what) ? what : "";
    }

    private static Optional<WarehouseLook> warehouse(String yaml) {
        return Optional.of(WarehouseLook.of("portal", part(CHOOSES + "\n" + yaml), "run-7"));
    }

    private static Part part(String yaml) {
        return Part.of(new Yaml().load(yaml));
    }

    private static InStage in(State state) {
        return new InStage("dev", state, Optional.empty(), "");
    }
}
