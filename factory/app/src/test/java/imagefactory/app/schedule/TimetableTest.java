package imagefactory.app.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.event.EventId;
import imagefactory.core.event.FactoryEvent.ScheduleTicked;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimetableTest {
    private static final Map<String, String> SCHEDULES = Map.of("nightly", "0 2 * * *", "weekly", "30 4 * * 1");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void theNewestTickOfEachScheduleIsDueFromItsSecondOn() {
        var timetable = Timetable.of(SCHEDULES, ZoneOffset.UTC);

        assertThat(timetable.due(Instant.parse("2027-03-03T02:00:00Z")))
                .containsExactly(tick("nightly", "2027-03-03T02:00:00Z"), tick("weekly", "2027-03-01T04:30:00Z"));
        assertThat(timetable.due(Instant.parse("2027-03-03T01:59:59.999Z")).getFirst())
                .isEqualTo(tick("nightly", "2027-03-02T02:00:00Z"));
    }

    @Test
    void whoeverAsksWheneverNamesTheSameEvent() {
        var one = Timetable.of(SCHEDULES, ZoneOffset.UTC).due(Instant.parse("2027-03-03T02:00:01Z"));
        var other = Timetable.of(SCHEDULES, ZoneOffset.UTC).due(Instant.parse("2027-03-03T23:17:42Z"));

        assertThat(other).isEqualTo(one);
    }

    @Test
    void timesAreThoseOfTheZone() {
        var timetable = Timetable.of(Map.of("nightly", "0 2 * * *"), BERLIN);

        assertThat(timetable.due(Instant.parse("2027-07-01T00:30:00Z")))
                .containsExactly(tick("nightly", "2027-07-01T00:00:00Z"));
    }

    /** A tick too many does no harm: what is fresh stays as it is. */
    @Test
    void theHourThatComesTwiceAndTheOneThatNeverComesLeaveNoDayWithoutATick() {
        var timetable = Timetable.of(Map.of("nightly", "30 2 * * *"), BERLIN);

        assertThat(ticks(timetable, "2026-10-24T22:00:00Z", 25)).isBetween(1L, 2L);
        assertThat(ticks(timetable, "2027-03-27T23:00:00Z", 47)).isBetween(1L, 2L);
    }

    @Test
    void everyScheduleThatCannotBeReadIsToldAtOnce() {
        assertThatThrownBy(() -> Timetable.of(
                        Map.of("hourly", "every hour", "no name", "0 2 * * *", "nightly", "0 2 * * *"), ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("factory.schedules.hourly is \"every hour\", which cannot be used: ")
                .hasMessageContaining("factory.schedules.no name is \"0 2 * * *\", which cannot be used: ")
                .hasMessageNotContaining("nightly")
                .hasMessageEndingWith("as in \"0 2 * * *\".");
    }

    @Test
    void noScheduleIsNeverDue() {
        assertThat(Timetable.of(Map.of("nightly", "off"), ZoneOffset.UTC).due(Instant.now()))
                .isEqualTo(List.of());
        assertThat(Timetable.of(Map.of(), ZoneOffset.UTC).due(Instant.now())).isEqualTo(List.of());
    }

    /** How many ticks fall due within these hours, looked at each minute. */
    private static long ticks(Timetable timetable, String from, int hours) {
        var begin = Instant.parse(from);
        return java.util.stream.IntStream.rangeClosed(0, hours * 60)
                .mapToObj(minute -> timetable
                        .due(begin.plusSeconds(60L * minute))
                        .getFirst()
                        .at())
                .filter(at -> !at.isBefore(begin))
                .distinct()
                .count();
    }

    private static ScheduleTicked tick(String name, String at) {
        var time = Instant.parse(at);
        return new ScheduleTicked(new EventId("/image-factory/schedules", name + "@" + time), time, name);
    }
}
