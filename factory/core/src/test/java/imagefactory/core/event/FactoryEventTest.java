package imagefactory.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.event.FactoryEvent.RebuildRequested;
import imagefactory.core.event.FactoryEvent.Request;
import imagefactory.core.event.FactoryEvent.ScheduleTicked;
import imagefactory.core.event.FactoryEvent.SourcePushed;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactoryEventTest {
    private static final EventId ID = new EventId("/test", "1");

    @Test
    void anEventIsKnownByItsSourceAndItsIdTogether() {
        assertThat(new EventId("/a", "1")).isNotEqualTo(new EventId("/b", "1")).hasToString("/a#1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\u0000", "a\n", "\ud800", "ü", "\u007f"})
    void whatPostgresqlWouldRefuseOrChangeIsRefusedBefore(String text) {
        var reason = "is not 1 to 255 printable ASCII characters without spaces";

        assertThatThrownBy(() -> new EventId(text, "1")).hasMessage("source " + reason);
        assertThatThrownBy(() -> new EventId("/test", text)).hasMessage("id " + reason);
        assertThatThrownBy(() -> new ScheduleTicked(ID, Instant.EPOCH, text)).hasMessage("schedule " + reason);
        assertThatThrownBy(() -> new SourcePushed(ID, Instant.EPOCH, URI.create("https://git.test/x"), text))
                .hasMessage("branch " + reason);
        assertThatThrownBy(() -> new RebuildRequested(
                        ID, Instant.EPOCH, text, new Request("ada", "why", Optional.empty(), false)))
                .hasMessage("image " + reason);
    }

    @Test
    void nothingIsLongerThanAnIndexHolds() {
        assertThat(new EventId("/test", "1".repeat(255)).id()).hasSize(255);
        assertThatThrownBy(() -> new EventId("/test", "1".repeat(256))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "nul\u0000", "half \ud83d", "tab\t"})
    void wordsOfPeopleAreOneLineOfText(String words) {
        assertThatThrownBy(() -> new Request("ada", words, Optional.empty(), false))
                .hasMessage("by and why are up to 1000 characters of one line");
        assertThatThrownBy(() -> new Request(words, "why", Optional.empty(), false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wordsOfPeopleMayBeInAnyLanguage() {
        assertThat(new Request("Åda", "weil’s grün ist", Optional.of("1.4"), false).why())
                .isEqualTo("weil’s grün ist");
    }

    @Test
    void theTagOfARequestIsOneThatARegistryTakes() {
        assertThatThrownBy(() -> new Request("ada", "why", Optional.of("-rf /"), false))
                .hasMessageContaining("is not a tag");
    }
}
