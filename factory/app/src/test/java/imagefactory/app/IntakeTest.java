package imagefactory.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import imagefactory.app.store.Views.DeadLetterView;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever comes on the topic. */
@QuarkusTest
class IntakeTest extends OnRealServers {
    private static final String NOT_JSON = "not a CloudEvent in structured JSON: ";

    @Test
    void poisonGoesToDeadLettersAndStopsNothing() {
        var before = views.deadLetters(200).size();
        var poison = List.of(
                "no json",
                "",
                "[]",
                "null",
                "{}",
                "[".repeat(100_000),
                Events.of("schedule-ticked", "nul\\u0000", "{}"),
                Events.of("schedule-ticked", "half\\ud800", "{}"),
                Events.of("no-such-type", "x", "{}"),
                Events.of("catalog-changed", "1", "{\"images\":[]}"),
                Events.of("base-image-updated", "NOT/A/REFERENCE", "{}"),
                Events.of("base-image-updated", "debian:12", "{\"digest\":\"latest\"}"),
                Events.of("base-image-updated", "x".repeat(200_000), "{}"),
                Events.of("source-pushed", "https://git.test/x", "{}"),
                Events.of("source-pushed", "not a url", "{\"branch\":\"main\"}"),
                Events.of("rebuild-requested", "portal", "{\"tag\":\"-rf\"}"),
                Events.of("schedule-ticked", "x", "{}").replace("\"id\":\"", "\"id\":\"\\u0000"),
                Events.of("schedule-ticked", "x", "{}").replace("1.0", "9.9"),
                Events.of("schedule-ticked", "x", "{}").replace("\"data\":{}", "\"time\":\"yesterday\""),
                "x".repeat(300_000));
        RealServers.running().send(poison);
        var event = sent(Events.schedule("nothing-is-enrolled-for-this"));

        assertThat(skipped(event)).isEqualTo("no image is enrolled for the schedule nothing-is-enrolled-for-this");
        await().until(() -> views.deadLetters(200).size() == before + poison.size());
        assertThat(views.deadLetters(200).subList(0, poison.size()))
                .extracting(DeadLetterView::problem)
                .allMatch(problem -> problem.length() < 600)
                .contains(
                        "300000 bytes are more than the 262144 of an event",
                        "the factory knows no event of type io.imagefactory.no-such-type",
                        "events of type io.imagefactory.catalog-changed are the factory's own",
                        "data.branch is missing",
                        "schedule is not 1 to 255 printable ASCII characters without spaces")
                .filteredOn(problem -> problem.startsWith(NOT_JSON))
                .hasSizeGreaterThan(4);
    }

    @Test
    void oddButLegalEventsAreRecordedAndStopNothing() {
        var odd = List.of(
                Events.of("source-pushed", "https://git.test/\\ud800", "{\"branch\":\"main\"}"),
                Events.of("source-pushed", "mailto:somebody", "{\"branch\":\"main\"}"),
                Events.of("source-pushed", "?", "{\"branch\":\"main\"}"),
                Events.of("rebuild-requested", "nobody", "[1,2]"),
                Events.of("rebuild-requested", "nobody", "\"text\""),
                Events.of("rebuild-requested", "nobody", "null"),
                Events.schedule("odd").replace("\"specversion\"", "\"traceparent\":\"00-1-2-3\",\"specversion\""),
                Events.schedule("odd").replace("\"data\":{}", "\"time\":\"1999-01-01T00:00:00+14:00\""),
                Events.schedule("odd").replace("\"data\":{}", "\"data_base64\":\"e30=\""));

        RealServers.running().send(odd);

        odd.forEach(event -> assertThat(skipped(event)).startsWith("no image is enrolled"));
    }

    @Test
    void theSameIdOfAnotherSourceIsAnotherEvent() {
        var event = Events.schedule("nobody");
        sent(event);
        sent(event.replace("\"/test\"", "\"/elsewhere\""));

        await().until(() -> count("select count(*) from event where id = ?", Events.id(event)) == 2);
    }

    @Test
    void anEventIsKeptAsItCame() {
        var event = sent(Events.schedule("nobody").replace("\"data\"", "\"extra\":\"kept\",\"data\""));

        planned(event);

        assertThat(count("select count(*) from event where body = ?", event)).isOne();
    }

    @Test
    void aRecordedEventThatCannotBeReadStopsNoOther() throws Exception {
        database.useHandle(
                handle -> handle.execute(
                        "insert into event (source, id, type, subject, body) values ('/future', '1', 'x', 'x', '{\"of\":\"another release\"}')"));
        var image = begun(TestCatalog.plain());

        published(image, tick(image));

        await().until(() -> count("select count(*) from event where source = '/future' and planned is null") == 0);
        assertThat(views.events("1")
                        .getFirst()
                        .skipped()
                        .getFirst()
                        .path("because")
                        .asText())
                .startsWith("it cannot be read: " + NOT_JSON);
    }
}
