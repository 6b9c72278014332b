package imagefactory.app.store;

import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.run.Run;
import imagefactory.core.run.StageResult.Published;
import imagefactory.core.run.StageResult.Resolved;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * What an image's publication is to those that are built on it: an updated base. The event is recorded with the run's end, in
 * one transaction, so that it is never lost; that most of them are built already costs a look.
 */
final class Followers {
    /** Who says it. */
    static final String SOURCE = "/image-factory/runs";

    private static final String BASE_UPDATED = "io.imagefactory.base-image-updated";
    private static final JsonFormat FORMAT = new JsonFormat();

    private Followers() {}

    /** Records an event for each tag that moved and that an image names, unless all who do have waited for this very run. */
    static void tell(Handle tx, Run run) {
        run.find(Published.class)
                .ifPresent(published -> moved(run)
                        .forEach(repository -> published
                                .tags()
                                .forEach(tag -> tell(tx, run, published, ImageRef.of(repository, tag)))));
    }

    /** A fresh image that was asked for again stays where it is. */
    private static Stream<Repository> moved(Run run) {
        return run.find(Resolved.class).stream()
                .filter(resolved -> !resolved.lacks().isEmpty())
                .map(resolved -> resolved.target().repository());
    }

    private static void tell(Handle tx, Run run, Published published, ImageRef tag) {
        var id = run.id() + "-" + tag.reference();
        var source = SOURCE;
        var body = CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create(source))
                .withType(BASE_UPDATED)
                .withSubject(tag.toString())
                .withTime(published.at().atOffset(ZoneOffset.UTC))
                .withData(
                        "application/json",
                        "{\"digest\": \"%s\"}".formatted(published.digest()).getBytes(StandardCharsets.UTF_8))
                .build();
        var recorded = tx.createUpdate("""
                        insert into event (source, id, type, subject, body)
                        select :source, :id, :type, :subject, :body where exists (
                            select from shape where refs @> array[:subject]::text[] and not exists (
                                select from run_waits join run as child on child.id = run_waits.run
                                where run_waits.parent_run = :run and child.image = shape.image
                                    and child.closed is null and child.seq is null))
                        on conflict do nothing
                        """)
                .bind("run", run.id())
                .bind("source", source)
                .bind("id", id)
                .bind("type", BASE_UPDATED)
                .bind("subject", tag.toString())
                .bind("body", new String(FORMAT.serialize(body), StandardCharsets.UTF_8))
                .execute();
        if (recorded > 0) {
            tx.execute("select pg_notify('plan', '')");
        }
    }
}
