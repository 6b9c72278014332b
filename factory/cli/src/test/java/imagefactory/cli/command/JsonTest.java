package imagefactory.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import imagefactory.cli.PlayedFactory;
import imagefactory.cli.Typed;
import imagefactory.cli.factory.FactoryJson;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code --json} prints: one document, in one line. */
class JsonTest {
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
    void machinesReadTheFactorysOwnDocuments() {
        var run = FactoryJson.refused().strip();
        var why = "{\"image\":"
                + FactoryJson.image(
                                "portal",
                                "fresh",
                                "-",
                                "\"problem\":null,\"digest\":null,\"findings\":null,\"published\":null,\"open\":null")
                        .strip()
                + ",\"decisions\":[]}";
        factory.answers("GET /runs?limit=20", "{\"runs\":[" + run + "]}")
                .answers("GET /runs/19", run)
                .answers("GET /images/portal/why", why)
                .answers("GET /dead-letters", "{\"deadLetters\":[]}")
                .sends("GET /dead-letters/factory.events-0-7", "{broken")
                .answers("POST /dead-letters/factory.events-0-7/replay", "{\"deadLetter\":\"factory.events-0-7\"}");

        assertThat(document("runs")).isEqualTo(json("{\"runs\":[" + run + "]}"));
        assertThat(document("run", "19")).isEqualTo(json(run));
        assertThat(document("why", "portal")).isEqualTo(json(why));
        assertThat(document("dead-letters")).isEqualTo(json("{\"deadLetters\":[]}"));
        assertThat(document("dead-letters", "list")).isEqualTo(json("{\"deadLetters\":[]}"));
        assertThat(document("dead-letters", "show", "factory.events-0-7"))
                .isEqualTo(json("{\"id\":\"factory.events-0-7\",\"base64\":\"e2Jyb2tlbg==\"}"));
        assertThat(document("dead-letters", "replay", "factory.events-0-7"))
                .isEqualTo(json("{\"replayed\":\"factory.events-0-7\"}"));
        assertThat(document("completion", "bash").path("shell").asText()).isEqualTo("bash");
    }

    /** What a command prints with {@code --json}: one line. */
    private JsonNode document(String... words) {
        var ended = terminal.type(
                Stream.concat(Stream.of(words), Stream.of("--json")).toArray(String[]::new));
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out().lines()).hasSize(1);
        return json(ended.out());
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
