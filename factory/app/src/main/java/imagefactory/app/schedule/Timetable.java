package imagefactory.app.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import imagefactory.core.event.EventId;
import imagefactory.core.event.FactoryEvent.ScheduleTicked;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** When the schedules that the factory ticks itself are due. */
public final class Timetable {
    static final URI SOURCE = URI.create("/image-factory/schedules");

    private static final String OFF = "off";
    private static final CronParser CRON = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private final SortedMap<String, ExecutionTime> times;
    private final ZoneId zone;

    private Timetable(SortedMap<String, ExecutionTime> times, ZoneId zone) {
        this.times = times;
        this.zone = zone;
    }

    /**
     * @param schedules five fields of cron, or {@code off}, by the schedule's name
     * @param zone that they are meant in
     * @throws IllegalArgumentException with all faults, if one cannot be read
     */
    public static Timetable of(Map<String, String> schedules, ZoneId zone) {
        var times = new TreeMap<String, ExecutionTime>();
        var faults = new ArrayList<String>();
        new TreeMap<>(schedules).forEach((name, cron) -> {
            if (cron.equals(OFF)) {
                return;
            }
            try {
                times.put(name, ExecutionTime.forCron(CRON.parse(cron)));
                tick(name, Instant.EPOCH);
            } catch (IllegalArgumentException e) {
                faults.add("factory.schedules." + name + " is \"" + cron + "\", which cannot be used: " + e.getMessage()
                        + ". Write minute, hour, day of month, month and day of week, as in \"0 2 * * *\".");
            }
        });
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return new Timetable(times, zone);
    }

    /**
     * The newest tick of each schedule that is due by now. Its id is the schedule and the time: whoever works it out, and however
     * often, names the same event.
     */
    List<ScheduleTicked> due(Instant now) {
        var justAfter = now.truncatedTo(ChronoUnit.MINUTES).plusSeconds(1).atZone(zone);
        var due = new ArrayList<ScheduleTicked>();
        times.forEach((name, time) ->
                time.lastExecution(justAfter).ifPresent(last -> due.add(tick(name, last.toInstant()))));
        return due;
    }

    private static ScheduleTicked tick(String name, Instant at) {
        return new ScheduleTicked(new EventId(SOURCE.toString(), name + "@" + at), at, name);
    }
}
