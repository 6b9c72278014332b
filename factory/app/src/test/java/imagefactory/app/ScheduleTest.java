package imagefactory.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import imagefactory.app.intake.EventJson;
import imagefactory.app.relay.Sender;
import imagefactory.app.schedule.Ticks;
import imagefactory.app.schedule.Timetable;
import imagefactory.app.store.Inbox;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Ticks of the factory's own timer: by two replicas, after a restart, and beside somebody else's. */
@QuarkusTest
class ScheduleTest extends OnRealServers {
    private static final Instant DUE = Instant.parse("2126-11-21T02:00:00Z");

    @Inject
    Inbox inbox;

    @Inject
    Sender sender;

    @Inject
    EventJson json;

    @Test
    void twoReplicasAndARestartTickOnceAndSomebodyElsesTickDoesNoHarm() throws Exception {
        var image = begun(TestCatalog.plain());
        var before = sent();

        ticks(image, DUE).tick();
        ticks(image, DUE.plusSeconds(1)).tick();
        await().until(() -> recorded(image) == 1);
        ticks(image, DUE.plusSeconds(3600)).tick();
        await().until(() -> runs(image).stream().anyMatch(run -> run.closed().isPresent()));
        var outside = tick(image);

        assertThat(skipped(outside)).startsWith("fresh: ");
        assertThat(sent() - before).isBetween(2L, 3L);
        assertThat(recorded(image)).isOne();
        assertThat(runs(image)).hasSize(1);
        assertThat(executor.built(image.name())).hasSize(2);
    }

    @Test
    void whatFellDueMeanwhileIsMadeUpForByTheNewestTickAlone() throws Exception {
        var image = begun(TestCatalog.plain());

        planned(sent(Events.schedule("nobody")));

        var ticks = ticks(image, DUE.plusSeconds(9 * 86_400));
        ticks.tick();
        ticks.tick();

        await().until(() -> recorded(image) == 1);
        String id = database.withHandle(handle -> handle.select(
                        "select id from event where source = '/image-factory/schedules' and subject = ?", image.name())
                .mapTo(String.class)
                .one());
        assertThat(id).isEqualTo(image.name() + "@2126-11-30T02:00:00Z");
    }

    @Test
    void whatFellDueBeforeThereWasAnythingIsNotMadeUpFor() throws Exception {
        var image = begun(TestCatalog.plain());
        var end = sent();

        ticks(image, Instant.parse("2001-01-01T12:00:00Z")).tick();

        assertThat(sent()).isEqualTo(end);
    }

    private Ticks ticks(Enrolled image, Instant now) {
        var timetable = Timetable.of(Map.of(image.name(), "0 2 * * *"), ZoneOffset.UTC);
        return new Ticks(timetable, inbox, sender, json, Clock.fixed(now, ZoneOffset.UTC));
    }

    private long recorded(Enrolled image) {
        return count(
                "select count(*) from event where source = '/image-factory/schedules' and subject = ?", image.name());
    }

    private static long sent() {
        return RealServers.running().ends().values().stream().collect(Collectors.summingLong(Long::longValue));
    }
}
