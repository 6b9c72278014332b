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

class RollbackTest {
    private static final String ASKED = "POST /images/portal/rollback";
    private static final String HERE = FactoryJson.digest('e').value();
    private static final String BEFORE = FactoryJson.digest('a').value();

    private PlayedFactory factory;
    private Typed terminal;

    @BeforeEach
    void play() throws Exception {
        factory = new PlayedFactory();
        terminal = new Typed().with("FACTORY_URL", factory.url());
    }

    @AfterEach
    void end() {
        factory.close();
    }

    @Test
    void asksForWhatWasThereBeforeAndTellsThatKargoHoldsIt() {
        factory.answersWith(ASKED, 202, answer(true, "held"));

        var ended = terminal.type("rollback", "portal", "--stage", "prod", "--why", "it is slow");

        assertThat(ended).isEqualTo(new Typed.Ended(0, """
                portal  prod  %s → %s  Kargo's Promotion portal--prod.01k.f1
                  Kargo holds prod there: nothing newer comes by itself until the newest is promoted to it, in Kargo or with --to.
                """.formatted(brief(HERE), brief(BEFORE)), ""));
        assertThat(factory.asked())
                .containsExactly(new Asked(
                        ASKED,
                        Optional.empty(),
                        Optional.empty(),
                        "{\"stage\":\"prod\",\"by\":\"" + System.getProperty("user.name")
                                + "\",\"why\":\"it is slow\"}"));
    }

    @Test
    void whereTheNewestComesBackItSaysSo() {
        factory.answersWith(ASKED, 202, answer(false, "automatic"));

        assertThat(terminal.type("rollback", "portal", "--stage", "prod", "--to", BEFORE)
                        .out())
                .isEqualTo("""
                        portal  prod  %s → %s  Kargo's Promotion portal--prod.01k.f1, which was there already
                          Kargo does not hold prod there: what is newest may come to it by itself, over this too. \
                        A Kargo with auto-promotion holds (1.11) would keep older Freight.
                        """.formatted(brief(HERE), brief(BEFORE)));
        assertThat(factory.asked().getFirst().body()).endsWith(",\"to\":\"" + BEFORE + "\"}");
    }

    @Test
    void aStageThatAPersonPromotesKeepsIt() {
        factory.answersWith(ASKED, 202, answer(true, "manual").replaceFirst("\"from\":\"[^\"]*\",", ""));

        assertThat(terminal.type("rollback", "portal", "--stage", "prod").out())
                .isEqualTo("""
                portal  prod  %s  Kargo's Promotion portal--prod.01k.f1
                  Nothing newer comes to prod by itself: its auto-promotion is off.
                """.formatted(brief(BEFORE)));
    }

    @Test
    void machinesGetTheAnswerAsItIs() {
        factory.answersWith(ASKED, 202, answer(true, "held"));

        assertThat(terminal.type("rollback", "portal", "--stage", "prod", "--json"))
                .isEqualTo(new Typed.Ended(0, answer(true, "held") + "\n", ""));
    }

    @Test
    void aRefusalIsTheFactorysOwnProblem() {
        factory.refuses(ASKED, 404, "stage-unknown", "portal has no stage.", "Did you mean prod?");

        assertThat(terminal.type("rollback", "portal", "--stage", "prd"))
                .isEqualTo(new Typed.Ended(1, "", "stage-unknown: portal has no stage.\n  Did you mean prod?\n"));
    }

    @Test
    void whileKargoIsAwayItEndsWithThree() {
        factory.refuses(ASKED, 503, "not-reachable", "Kargo is away.", "Try again in a moment.");

        assertThat(terminal.type("rollback", "portal", "--stage", "prod").code())
                .isEqualTo(3);
    }

    @Test
    void whatIsTypedWrongAsksNobody() {
        assertThat(terminal.type("rollback", "portal", "--stage", "prod", "--to", "sha256:12"))
                .isEqualTo(new Typed.Ended(2, "", """
                        bad-request: "sha256:12" is not a digest: sha256:<64 hex> expected.
                          Write sha256:… with all 64 digits.
                        """));
        assertThat(terminal.type("rollback", "portal").code()).isEqualTo(2);
        assertThat(factory.asked()).isEmpty();
    }

    private static String brief(String digest) {
        return digest.substring(0, 19) + "…";
    }

    private static String answer(boolean made, String afterwards) {
        return "{\"image\":\"portal\",\"stage\":\"prod\",\"from\":\"" + HERE + "\",\"to\":\"" + BEFORE
                + "\",\"freight\":\"f1\",\"promotion\":\"portal--prod.01k.f1\",\"made\":" + made + ",\"afterwards\":\""
                + afterwards + "\"}";
    }
}
