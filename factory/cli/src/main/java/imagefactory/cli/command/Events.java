package imagefactory.cli.command;

import imagefactory.cli.factory.EventFile;
import imagefactory.cli.factory.EventTopic;
import imagefactory.cli.factory.Factory;
import imagefactory.cli.factory.FactoryClient;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells the factory that something happened. */
@Command(
        name = "event",
        description = "Tells the factory that something happened, by HTTP or straight into Kafka.",
        subcommands = {Events.Send.class, Events.Schedule.class})
final class Events extends Group {
    private static final String BROKERS = "FACTORY_BROKERS";
    private static final String LOCAL_BROKERS = "localhost:9092";

    /** Sends one event. */
    abstract static class Sending extends Told {
        @Option(
                names = "--kafka",
                arity = "0..1",
                paramLabel = "BROKERS",
                parameterConsumer = Brokers.class,
                description =
                        "Send it to the topic " + EventTopic.NAME + " itself, also when no factory is up; brokers as"
                                + " host:port (default: FACTORY_BROKERS, or " + LOCAL_BROKERS + ").")
        private @Nullable String kafka;

        @Option(
                names = "--wait",
                description = "Wait until all that it causes is over; the exit code then says how it ended.")
        private boolean wait;

        Sending(Terminal terminal) {
            super(terminal);
        }

        abstract EventFile event() throws Refused;

        @Override
        Exit run() throws Exception {
            var event = event();
            var id = kafka == null ? byHttp(event) : byKafka(event, kafka);
            if (wait) {
                return waited(event, id);
            }
            if (isJson()) {
                terminal().document(Map.of("events", List.of(Map.of("event", id, "subject", event.subject()))));
            } else {
                terminal().line("event " + id);
            }
            return Exit.DONE;
        }

        private Exit waited(EventFile event, String id) throws Refused, InterruptedException {
            try (var factory = new Factory(FactoryClient.of(terminal()))) {
                return new Waited(this, factory).until(Map.of(event.subject(), id));
            }
        }

        private String byHttp(EventFile event) throws Refused, InterruptedException {
            try (var factory = new Factory(FactoryClient.of(terminal()))) {
                return factory.send(event);
            }
        }

        private String byKafka(EventFile event, String given) throws Refused, InterruptedException {
            var brokers = Optional.of(given)
                    .filter(text -> !text.isEmpty())
                    .or(() -> terminal().variable(BROKERS))
                    .orElse(LOCAL_BROKERS);
            new EventTopic(brokers).send(event);
            return event.id();
        }
    }

    /** One that somebody wrote. */
    @Command(name = "send", description = "Sends a CloudEvent 1.0 in structured JSON. Sent twice, it counts once.")
    static final class Send extends Sending {
        @Parameters(paramLabel = "FILE", description = "The event; - is standard input.")
        private String file = "-";

        Send(Terminal terminal) {
            super(terminal);
        }

        @Override
        EventFile event() throws Refused {
            return EventFile.read(file, Bytes.of(terminal().read(file, EventFile.MOST_BYTES)));
        }
    }

    /** A schedule. */
    @Command(
            name = "schedule",
            description = "Says that a schedule is due: its images are looked at, and what is stale is rebuilt.")
    static final class Schedule extends Sending {
        @Parameters(
                arity = "0..1",
                paramLabel = "NAME",
                defaultValue = "all",
                description = "The schedule that images name; all stands for every image (default: ${DEFAULT-VALUE}).")
        private String name = "all";

        @Option(
                names = "--due",
                paramLabel = "TIME",
                description = "When it was due, as 2026-01-31T02:00:00Z: with it the same tick sent twice counts once.")
        private @Nullable String due;

        @Option(
                names = "--id",
                paramLabel = "ID",
                description = "A name of this tick, as that of a CronJob's Job: sent twice under it, it counts once.")
        private @Nullable String id;

        Schedule(Terminal terminal) {
            super(terminal);
        }

        @Override
        EventFile event() throws Refused {
            return EventFile.tick(name, identity(), terminal().clock().instant());
        }

        private String identity() throws Refused {
            if (due != null && id != null) {
                throw new Refused(new Problem(
                        Problem.Code.BAD_REQUEST,
                        "--due and --id both say when one tick is the other.",
                        "Give one of them."));
            }
            if (due != null) {
                return name + "@" + time(due);
            }
            return id == null ? UUID.randomUUID().toString() : id;
        }

        private static Instant time(String text) throws Refused {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new Refused(
                        new Problem(
                                Problem.Code.BAD_REQUEST,
                                "\"" + text + "\" is no time.",
                                "Write it in UTC, as 2026-01-31T02:00:00Z."),
                        e);
            }
        }
    }
}
