package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import imagefactory.core.event.EventId;
import imagefactory.core.event.FactoryEvent;
import imagefactory.core.event.FactoryEvent.BaseUpdated;
import imagefactory.core.event.FactoryEvent.RebuildRequested;
import imagefactory.core.event.FactoryEvent.Request;
import imagefactory.core.event.FactoryEvent.ScheduleTicked;
import imagefactory.core.event.FactoryEvent.SourcePushed;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.net.URI;
import java.time.Instant;

/** What an event's file means, as the factory would take it. */
public final class EventReader {
    private static final String PREFIX = "io.imagefactory.";

    private EventReader() {}

    /**
     * @param name what messages call the file
     * @throws Refused with {@code event-unreadable}
     */
    public static FactoryEvent read(String name, EventFile file, Instant now) throws Refused {
        var event = Documents.read(file.bytes());
        try {
            return event(event, now);
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    new Problem(
                            Problem.Code.EVENT_UNREADABLE,
                            name + " is no event of the factory: " + e.getMessage() + ".",
                            "Correct it: the README lists types, subjects and data."),
                    e);
        }
    }

    private static FactoryEvent event(JsonNode event, Instant now) {
        var id = new EventId(event.path("source").asText(), event.path("id").asText());
        var subject = event.path("subject").asText();
        var data = event.path("data");
        var type = event.path("type").asText();
        return switch (type) {
            case PREFIX + "base-image-updated" ->
                new BaseUpdated(
                        id,
                        now,
                        ImageRef.parse(subject),
                        RunReader.text(data, "digest").map(Digest::new));
            case PREFIX + "source-pushed" ->
                new SourcePushed(
                        id, now, URI.create(subject), data.path("branch").asText());
            case PREFIX + "schedule-ticked" -> new ScheduleTicked(id, now, subject);
            case PREFIX + "rebuild-requested" -> new RebuildRequested(id, now, subject, request(data));
            default -> throw new IllegalArgumentException("its type \"" + type + "\" is none of the four");
        };
    }

    private static Request request(JsonNode data) {
        return new Request(
                RunReader.text(data, "by").orElse("somebody"),
                RunReader.text(data, "why").orElse("no reason given"),
                RunReader.text(data, "tag"),
                data.path("noCache").asBoolean(false));
    }
}
