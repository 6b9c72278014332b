package imagefactory.app.store;

import imagefactory.core.run.Run;
import imagefactory.core.run.StageResult;
import imagefactory.core.run.StageResult.Assembled;
import imagefactory.core.run.StageResult.Failed;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** What the world is told of a run, as CloudEvents in the outbox: written with the change itself, in its transaction. */
@Singleton
public final class Announcements {
    static final String TOPIC = "factory.runs";
    private static final JsonFormat FORMAT = new JsonFormat();

    private final Json json;
    private final Clock clock;

    Announcements(Json json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** What is told of a run's newest result when it is saved; nothing of one that rests. */
    Optional<String> made(Run run) {
        return run.rest().isPositive()
                ? Optional.empty()
                : milestone(run.results().getLast()).map(word -> body(run, word));
    }

    void planned(Handle tx, Run run) {
        planned(tx, List.of(run));
    }

    void planned(Handle tx, List<Run> runs) {
        announce(tx, runs, "planned");
    }

    private void announce(Handle tx, List<Run> runs, String milestone) {
        if (runs.isEmpty()) {
            return;
        }
        var batch = tx.prepareBatch("insert into outbox (topic, key, body) values (:topic, :key, :body)");
        runs.forEach(run -> batch.bind("topic", TOPIC)
                .bind("key", Long.toString(run.id()))
                .bind("body", body(run, milestone))
                .add());
        batch.execute();
    }

    private String body(Run run, String milestone) {
        var event = CloudEventBuilder.v1()
                .withId(run.id() + "-" + milestone)
                .withSource(URI.create("/image-factory/runs/" + run.id()))
                .withType("io.imagefactory.run." + milestone)
                .withSubject(run.image())
                .withTime(OffsetDateTime.now(clock).withOffsetSameInstant(ZoneOffset.UTC))
                .withData("application/json", json.write(data(run)).getBytes(StandardCharsets.UTF_8))
                .build();
        return new String(FORMAT.serialize(event), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> data(Run run) {
        var data = new TreeMap<String, Object>();
        data.put("run", run.id());
        data.put("seq", run.seq());
        data.put("image", run.image());
        run.plan().ifPresent(plan -> data.put("plan", plan));
        data.put(
                "cause",
                run.causes().stream().map(cause -> cause.reason().text()).toList());
        run.find(Assembled.class)
                .ifPresent(made -> data.put("digest", made.index().digest()));
        run.find(Failed.class).ifPresent(made -> data.put("problem", made.problem()));
        return data;
    }

    /** The milestones that are announced; what lies between them is nobody's concern outside. */
    private static Optional<String> milestone(StageResult result) {
        return switch (result) {
            case StageResult.Resolved _ -> Optional.of("building");
            case StageResult.Assembled _ -> Optional.empty();
            case StageResult.Built _ -> Optional.of("built");
            case StageResult.Scanned _ -> Optional.of("scanned");
            case StageResult.Released _ -> Optional.of("released");
            case StageResult.Signed _ -> Optional.of("signed");
            case StageResult.Attested _ -> Optional.empty();
            case StageResult.Attached _ -> Optional.of("attested");
            case StageResult.Verified _ -> Optional.of("verified");
            case StageResult.Published _ -> Optional.of("published");
            case StageResult.Promoted _ -> Optional.of("promoted");
            case StageResult.Skipped _ -> Optional.of("skipped");
            case StageResult.Failed _ -> Optional.of("failed");
        };
    }
}
