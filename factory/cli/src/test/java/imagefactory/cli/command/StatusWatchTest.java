package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.PlayedFactory;
import imagefactory.cli.Typed;
import imagefactory.cli.factory.FactoryJson;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusWatchTest {
    private static final String FRESH = one("fresh", "published because of it", null);
    private static final String BUILDING = one("building", "base updated", "scan");

    private PlayedFactory factory;

    @BeforeEach
    void play() throws Exception {
        factory = new PlayedFactory();
    }

    @AfterEach
    void end() {
        factory.close();
    }

    @Test
    void inAPipeEachChangeIsALine() {
        factory.answers("GET /images", BUILDING)
                .answers("GET /images", BUILDING)
                .answers("GET /images", FRESH);

        var ended = typed().patience(4).type("status", "--watch");

        assertThat(ended.out()).isEqualTo("""
                09:45:00  portal  building (scan)  -  base updated
                09:45:00  portal  fresh  -  published because of it
                """);
        assertThat(ended.err()).startsWith("cancelled: ");
    }

    @Test
    void onATerminalTheTableIsDrawnAnewWhenItChanges() {
        factory.answers("GET /images", BUILDING).answers("GET /images", FRESH);

        var ended = typed().onTerminal().patience(3).type("status", "--watch");

        assertThat(ended.out()).isEqualTo("""
                \033[H\033[2JIMAGE   STATE            PUBLISHED  FINDINGS  BECAUSE
                portal  building (scan)  -          -         base updated
                \033[H\033[2JIMAGE   STATE  PUBLISHED  FINDINGS  BECAUSE
                portal  fresh  -          -         published because of it
                """);
    }

    @Test
    void machinesReadADocumentForEachChange() {
        factory.answers("GET /images", BUILDING).answers("GET /images", FRESH);

        assertThat(typed().patience(3).type("status", "--watch", "--json").out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"stage\":\"scan\""),
                        line -> assertThat(line).contains("\"state\":\"fresh\""),
                        line -> assertThat(line).contains("\"cancelled\""));
    }

    @Test
    void whatDidNotChangeIsNotSentAgain() {
        factory.answers("GET /images", FRESH);

        var ended = typed().patience(2).type("status", "--watch");

        assertThat(ended.out().lines()).hasSize(1);
        assertThat(factory.asked()).hasSize(3);
        assertThat(factory.asked().getFirst().unless()).isEmpty();
        assertThat(factory.asked().getLast().unless()).isNotEqualTo(Optional.empty());
    }

    @Test
    void aFactoryThatGoesAwayIsWaitedFor() {
        factory.answers("GET /images", BUILDING)
                .breaks("GET /images", 502, "away")
                .breaks("GET /images", 502, "away")
                .answers("GET /images", FRESH);

        var ended = typed().patience(4).type("status", "--watch");

        assertThat(ended.out().lines()).hasSize(2);
        assertThat(ended.err().lines()).hasSize(3).first().asString().endsWith(" Still looking.");
    }

    @Test
    void aFactoryThatIsNotThereEndsIt() {
        var url = factory.url();
        factory.close();

        assertThat(new Typed()
                        .with("FACTORY_URL", url)
                        .type("status", "--watch")
                        .code())
                .isEqualTo(3);
    }

    private Typed typed() {
        return new Typed().with("FACTORY_URL", factory.url());
    }

    private static String one(String state, String because, @org.jspecify.annotations.Nullable String stage) {
        var more = "\"problem\":null,\"digest\":null,\"findings\":null,\"stage\":"
                + (stage == null ? "null" : "\"" + stage + "\"");
        return "{\"faults\":[],\"images\":[" + FactoryJson.image("portal", state, because, more) + "]}";
    }
}
