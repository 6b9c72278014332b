package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * An event on its way: a CloudEvent 1.0 in structured JSON, as its sender wrote it.
 *
 * @param subject what it is about; the key in Kafka
 */
public record EventFile(String id, String subject, Bytes bytes) {
    /** What the factory takes as one event. */
    public static final int MOST_BYTES = 256 << 10;

    private static final List<String> NEEDED = List.of("specversion", "id", "source", "type", "subject");

    /**
     * Reads only what is needed to send it; what it means is the factory's to judge.
     *
     * @param name what messages call it
     * @throws Refused with {@code event-unreadable}
     */
    public static EventFile read(String name, Bytes bytes) throws Refused {
        try {
            var event = Documents.parse(bytes);
            for (var attribute : NEEDED) {
                if (event.path(attribute).asText().isEmpty()) {
                    throw unreadable(name, "it has no " + attribute);
                }
            }
            return new EventFile(text(event, "id"), text(event, "subject"), bytes);
        } catch (IOException e) {
            throw unreadable(name, "it is no JSON: " + e.getMessage());
        }
    }

    /**
     * A schedule is due.
     *
     * @param id by which a second delivery is recognised
     */
    public static EventFile tick(String schedule, String id, Instant now) {
        var event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", id);
        event.put("source", "/image-factory/schedule");
        event.put("type", "io.imagefactory.schedule-ticked");
        event.put("subject", schedule);
        event.put("time", now.toString());
        event.put("datacontenttype", "application/json");
        event.putObject("data");
        return new EventFile(id, schedule, Bytes.utf8(event.toString()));
    }

    private static String text(JsonNode event, String name) {
        return event.path(name).asText();
    }

    private static Refused unreadable(String name, String why) {
        return new Refused(new Problem(
                Problem.Code.EVENT_UNREADABLE,
                name + " cannot be sent: " + why + ".",
                "Write a CloudEvent 1.0 in structured JSON with specversion, id, source, type and subject."));
    }
}
