package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.PlayedFactory;
import imagefactory.cli.PlayedFactory.Asked;
import imagefactory.cli.Typed;
import imagefactory.cli.factory.FactoryJson;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RebuildTest {
    private static final String EVENT = "7f3e2a10-0000-4000-8000-000000000001";
    private static final String ACCEPTED = "{\"event\":\"" + EVENT + "\"}";

    private PlayedFactory factory;
    private Typed terminal;

    @BeforeEach
    void play() throws Exception {
        factory = new PlayedFactory();
        terminal = new Typed().with("FACTORY_URL", factory.url());
        factory.answers("POST /rebuilds", ACCEPTED);
    }

    @AfterEach
    void end() {
        factory.close();
    }

    @Test
    void asksForWhatIsTypedAndTellsTheEvent() {
        var ended = terminal.type("rebuild", "portal", "--why", "a new key", "--tag", "v1", "--no-cache");

        assertThat(ended).isEqualTo(new Typed.Ended(0, "portal  asked for, event " + EVENT + "\n", ""));
        assertThat(factory.asked())
                .containsExactly(new Asked(
                        "POST /rebuilds",
                        Optional.empty(),
                        Optional.empty(),
                        "{\"image\":\"portal\",\"by\":\"" + System.getProperty("user.name")
                                + "\",\"why\":\"a new key\",\"noCache\":true,\"tag\":\"v1\"}"));
    }

    @Test
    void waitingTellsEachStageWhileItGoesOnAndTheImageAtTheEnd() {
        factory.refuses("GET /events/" + EVENT, 404, "not-found", "No event.", "Wait.")
                .answers("GET /events/" + EVENT, "{\"id\":\"" + EVENT + "\",\"plan\":null,\"runs\":[],\"skipped\":[]}")
                .answers("GET /events/" + EVENT, "{\"id\":\"" + EVENT + "\",\"plan\":3,\"runs\":[18],\"skipped\":[]}")
                .answers("GET /runs/18", FactoryJson.underWay(18, "portal", "build"))
                .answers("GET /runs/18", FactoryJson.underWay(18, "portal", "build"))
                .answers("GET /runs/18", FactoryJson.waiting(18, "portal"))
                .answers("GET /runs/18", FactoryJson.underWay(18, "portal", "build"))
                .answers("GET /runs/18", FactoryJson.waiting(18, "portal"))
                .answers("GET /runs/18", FactoryJson.published());

        var ended = terminal.type("rebuild", "portal", "--wait");

        assertThat(ended.code()).isZero();
        assertThat(ended.err()).isEqualTo("""
                portal  run 18  build
                portal  run 18  build  waits: registry 127.0.0.1:5000 is away
                portal  run 18  over
                """);
        assertThat(ended.out()).isEqualTo("""
                portal  build ✓ amd64 ✓ arm64   scan ✓   sign ✓   attest ✓   verify ✓   publish ✓   promote ✓
                  127.0.0.1:5000/demo/portal@%s  20261121-094032-3f2c9d1a0b0c latest
                """.formatted(FactoryJson.digest('e')));
    }

    @Test
    void runsOfOneEventAreLookedAtSideBySide() {
        factory.answers("GET /events/" + EVENT, "{\"id\":\"" + EVENT + "\",\"plan\":3,\"runs\":[18,19],\"skipped\":[]}")
                .answers("GET /runs/18", FactoryJson.underWay(18, "portal", "build"))
                .answers("GET /runs/18", FactoryJson.published())
                .answers("GET /runs/19", FactoryJson.underWay(19, "legacy", "build"))
                .answers("GET /runs/19", FactoryJson.underWay(19, "legacy", "scan"))
                .answers("GET /runs/19", FactoryJson.refused());

        var ended = terminal.type("rebuild", "portal", "--wait");

        assertThat(ended.err()).isEqualTo("""
                portal  run 18  build
                legacy  run 19  build
                portal  run 18  over
                legacy  run 19  scan
                legacy  run 19  over
                """);
    }

    @Test
    void imageThatTheGateRefusesEndsWithFour() {
        factory.answers("GET /events/" + EVENT, "{\"id\":\"" + EVENT + "\",\"plan\":3,\"runs\":[19],\"skipped\":[]}")
                .answers("GET /runs/19", FactoryJson.refused());

        var ended = terminal.type("rebuild", "legacy", "--wait");

        assertThat(ended.code()).isEqualTo(4);
        assertThat(ended.out()).isEqualTo("""
                legacy  build ✓ amd64 ✓ arm64   scan ✗
                  gate-refused: acme-tls 1.0 on linux/amd64 has DEMO-2026-0001 (critical, fixed in 1.1); the ceiling for legacy is HIGH.
                  Update the package in its Dockerfile, or accept the finding with a reason and an end date under scan.accept. Nothing was published.
                """);
    }

    @Test
    void freshImageTellsWhyNothingWasDone() {
        factory.answers("GET /events/" + EVENT, "{\"id\":\"" + EVENT + "\",\"plan\":3,\"runs\":[20],\"skipped\":[]}")
                .answers("GET /runs/20", FactoryJson.skipped());

        assertThat(terminal.type("rebuild", "portal", "--wait"))
                .isEqualTo(new Typed.Ended(
                        0, "portal\n  skipped: fresh: built from what is true now\n", "portal  run 20  over\n"));
    }

    @Test
    void runThatFollowsTheOneThatHadBegunIsWaitedFor() {
        factory.answers("GET /events/" + EVENT, "{\"id\":\"" + EVENT + "\",\"plan\":3,\"runs\":[17],\"skipped\":[]}")
                .answers(
                        "GET /events/" + EVENT, "{\"id\":\"" + EVENT + "\",\"plan\":3,\"runs\":[17,18],\"skipped\":[]}")
                .answers("GET /runs/17", FactoryJson.refused().replace(EVENT, "another"))
                .answers("GET /runs/18", FactoryJson.published());

        var ended = terminal.type("rebuild", "portal", "--wait", "--json");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).startsWith("{\"events\":[{\"event\":\"" + EVENT + "\",\"runs\":[{\"id\":18,");
    }

    @Test
    void imageThatIsNotEnrolledIsTheFactorysOwnProblem() {
        var unknown = new Typed().with("FACTORY_URL", factory.url() + "/");
        factory.refuses("POST /rebuilds", 404, "image-unknown", "No image is enrolled as \\\"x\\\".", "Choose portal.");
        unknown.type("rebuild", "portal");

        var ended = unknown.type("rebuild", "x");

        assertThat(ended)
                .isEqualTo(new Typed.Ended(1, "", "image-unknown: No image is enrolled as \"x\".\n  Choose portal.\n"));
    }
}
