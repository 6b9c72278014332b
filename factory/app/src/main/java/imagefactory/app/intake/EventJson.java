package imagefactory.app.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import imagefactory.core.event.EventId;
import imagefactory.core.event.FactoryEvent;
import imagefactory.core.event.FactoryEvent.BaseUpdated;
import imagefactory.core.event.FactoryEvent.CatalogChanged;
import imagefactory.core.event.FactoryEvent.RebuildRequested;
import imagefactory.core.event.FactoryEvent.Request;
import imagefactory.core.event.FactoryEvent.ScheduleTicked;
import imagefactory.core.event.FactoryEvent.SourcePushed;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The factory's events as CloudEvents 1.0 in structured JSON. */
@Singleton
public final class EventJson {
    /** What may come as one event; Kafka itself allows 1 MiB. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_REASON = 500;
    private static final String PREFIX = "io.imagefactory.";
    private static final String BASE_UPDATED = PREFIX + "base-image-updated";
    private static final String SOURCE_PUSHED = PREFIX + "source-pushed";
    private static final String SCHEDULE_TICKED = PREFIX + "schedule-ticked";
    private static final String CATALOG_CHANGED = PREFIX + "catalog-changed";
    private static final String REBUILD_REQUESTED = PREFIX + "rebuild-requested";

    private final ObjectMapper json;
    private final Clock clock;
    private final JsonFormat format = new JsonFormat();

    EventJson(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** An event, with what it is kept as. */
    public record Decoded(FactoryEvent event, String type, String subject, String body) {}

    /** @throws IllegalArgumentException with the reason in one short sentence, if this is no event that others may send */
    public Decoded decode(byte[] bytes) {
        var decoded = recorded(bytes);
        if (decoded.event() instanceof CatalogChanged) {
            throw new IllegalArgumentException("events of type " + decoded.type() + " are the factory's own");
        }
        return decoded;
    }

    /** @throws IllegalArgumentException with the reason in one short sentence, if this is not an event of the factory */
    public Decoded recorded(byte[] bytes) {
        try {
            return read(bytes);
        } catch (RuntimeException e) { // whatever it is: one that slips through would stop intake for ever
            throw new IllegalArgumentException(shortly(String.valueOf(e.getMessage())), e);
        }
    }

    private Decoded read(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(bytes.length + " bytes are more than the " + MAX_BYTES + " of an event");
        }
        var cloud = cloudEvent(bytes);
        var subject = Optional.ofNullable(cloud.getSubject())
                .orElseThrow(() -> new IllegalArgumentException("the event has no subject"));
        return new Decoded(event(cloud, subject, data(cloud)), cloud.getType(), subject, utf8(bytes));
    }

    /** A request to rebuild, made here. */
    public byte[] rebuild(String image, Request request) {
        var data = Map.of("by", request.by(), "why", request.why(), "tag", request.tag(), "noCache", request.noCache());
        return format.serialize(CloudEventBuilder.v1()
                .withId(UUID.randomUUID().toString())
                .withSource(URI.create("/image-factory/rebuilds"))
                .withType(REBUILD_REQUESTED)
                .withSubject(image)
                .withTime(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .withData("application/json", bytes(data))
                .build());
    }

    /** A tick of the factory's own timer. */
    public byte[] tick(ScheduleTicked tick) {
        return format.serialize(CloudEventBuilder.v1()
                .withId(tick.id().id())
                .withSource(URI.create(tick.id().source()))
                .withType(SCHEDULE_TICKED)
                .withSubject(tick.schedule())
                .withTime(OffsetDateTime.ofInstant(tick.at(), ZoneOffset.UTC))
                .withData("application/json", bytes(Map.of()))
                .build());
    }

    private byte[] bytes(Object data) {
        try {
            return json.writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The library names no common type of what it throws, and makes nothing at all of {@code null}. */
    private CloudEvent cloudEvent(byte[] bytes) {
        try {
            return Optional.ofNullable(format.deserialize(bytes))
                    .orElseThrow(() -> new IllegalArgumentException("it is null"));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not a CloudEvent in structured JSON: " + e.getMessage(), e);
        }
    }

    private FactoryEvent event(CloudEvent cloud, String subject, JsonNode data) {
        var id = new EventId(cloud.getSource().toString(), cloud.getId());
        var at = Optional.ofNullable(cloud.getTime())
                .map(OffsetDateTime::toInstant)
                .orElseGet(clock::instant);
        return switch (cloud.getType()) {
            case BASE_UPDATED ->
                new BaseUpdated(
                        id, at, ImageRef.parse(subject), text(data, "digest").map(Digest::new));
            case SOURCE_PUSHED -> pushed(id, at, subject, data);
            case SCHEDULE_TICKED -> new ScheduleTicked(id, at, subject);
            case CATALOG_CHANGED -> new CatalogChanged(id, at, subject, texts(data.path("images")));
            case REBUILD_REQUESTED -> new RebuildRequested(id, at, subject, request(data));
            default -> throw new IllegalArgumentException("the factory knows no event of type " + cloud.getType());
        };
    }

    private static SourcePushed pushed(EventId id, Instant at, String subject, JsonNode data) {
        var branch = text(data, "branch").orElseThrow(() -> new IllegalArgumentException("data.branch is missing"));
        return new SourcePushed(id, at, URI.create(subject), branch);
    }

    private static Request request(JsonNode data) {
        return new Request(
                text(data, "by").orElse("somebody"),
                text(data, "why").orElse("no reason given"),
                text(data, "tag"),
                data.path("noCache").asBoolean(false));
    }

    private JsonNode data(CloudEvent cloud) {
        var data = cloud.getData();
        try {
            return data == null ? json.createObjectNode() : json.readTree(data.toBytes());
        } catch (IOException e) {
            throw new IllegalArgumentException("its data is no JSON: " + e.getMessage(), e);
        }
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Optional<String> text(JsonNode data, String name) {
        return Optional.ofNullable(data.path(name).textValue());
    }

    /** What could not be read is often quoted, however long it is. */
    private static String shortly(String reason) {
        var line = reason.lines().findFirst().orElse("");
        return line.length() > MAX_REASON ? line.substring(0, MAX_REASON) + "…" : line;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }
}
