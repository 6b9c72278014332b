package imagefactory.app.store;

import imagefactory.core.event.FactoryEvent.CatalogChanged;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What another catalog is to the images that it enrols anew or otherwise: an event of the factory's own. */
final class CatalogEvents {
    private static final String TYPE = "io.imagefactory.catalog-changed";
    private static final String SOURCE = "/image-factory/catalog";
    private static final JsonFormat FORMAT = new JsonFormat();

    private CatalogEvents() {}

    /** @param number of the catalog: one that is taken back and taken again is another one */
    static void record(Handle tx, String revision, long number, List<String> images) {
        for (int from = 0; from < images.size(); from += CatalogChanged.MOST) {
            var some = images.subList(from, Math.min(from + CatalogChanged.MOST, images.size()));
            record(tx, revision, number + "-" + from, some);
        }
        tx.execute("select pg_notify('plan', '')");
    }

    private static void record(Handle tx, String revision, String id, List<String> images) {
        var names = images.stream().map("\"%s\""::formatted).collect(Collectors.joining(",", "{\"images\":[", "]}"));
        var event = CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create(SOURCE))
                .withType(TYPE)
                .withSubject(revision)
                .withTime(OffsetDateTime.now(ZoneOffset.UTC))
                .withData("application/json", names.getBytes(StandardCharsets.UTF_8))
                .build();
        tx.createUpdate("""
                        insert into event (source, id, type, subject, body) values (:source, :id, :type, :subject, :body)
                        on conflict do nothing
                        """)
                .bind("source", SOURCE)
                .bind("id", id)
                .bind("type", TYPE)
                .bind("subject", revision)
                .bind("body", new String(FORMAT.serialize(event), StandardCharsets.UTF_8))
                .execute();
    }
}
