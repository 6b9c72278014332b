package imagefactory.app.store;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import imagefactory.app.store.RunView.Times;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** What is asked of the factory's state from outside; reads only. */
@Singleton
public final class Views {
    private static final TypeReference<Map<String, Instant>> TIMES = new TypeReference<>() {};

    private final Jdbi database;
    private final Json json;

    Views(Jdbi database, Json json) {
        this.database = database;
        this.json = json;
    }

    /** An event, where it led, and what was skipped because of it. */
    public record EventView(
            String source,
            String id,
            String type,
            String subject,
            Instant received,
            Optional<Long> plan,
            List<Long> runs,
            List<JsonNode> skipped) {}

    /**
     * What one plan came to.
     *
     * @param levels the images that it opened at once, each one level above the highest of its parents
     */
    public record PlanView(
            long id, Instant at, List<Occasion> events, JsonNode levels, List<Long> runs, JsonNode skipped) {}

    /** An event in a line. */
    public record Occasion(String source, String id, String type, String subject, Instant received) {}

    /** Bytes that could not be read as an event. */
    public record DeadLetterView(
            String id,
            String topic,
            int partition,
            long offset,
            String problem,
            Instant received,
            Optional<Instant> replayed) {}

    /** Runs before {@code before}, the newest first. */
    public List<RunView> runs(Optional<String> image, long before, int limit) {
        return runs(image.isPresent() ? "and image = :image" : "", image, before, limit);
    }

    public Optional<RunView> run(long id) {
        return database.withHandle(
                handle -> handle.createQuery("select run.*, " + Waits.PARENTS + " as parents from run where id = :id")
                        .bind("id", id)
                        .map((row, _) -> view(row))
                        .findOne());
    }

    /** The newest run of an image that ended in a publication. */
    public Optional<RunView> published(String image) {
        return published(image, "", Long.MAX_VALUE);
    }

    /**
     * The newest of the runs of an image that published a digest, and began before another one.
     *
     * @param digest how it begins
     */
    public Optional<RunView> published(String image, String digest, long before) {
        return database.withHandle(handle -> handle.createQuery("""
                        select run.*, null as parents from run
                        where image = :image and seq < :before and state @> '[{"stage": "published"}]'
                            and (:digest = '' or exists (
                                select from jsonb_array_elements(state) result
                                where result ->> 'stage' = 'published' and starts_with(result ->> 'digest', :digest)))
                        order by seq desc limit 1
                        """)
                .bind("image", image)
                .bind("digest", digest)
                .bind("before", before)
                .map((row, _) -> view(row))
                .findOne());
    }

    public List<EventView> events(String id) {
        return database.withHandle(handle -> handle.createQuery("""
                        select event.*, plan.skipped from event left join plan on plan.id = event.planned
                        where event.id = :id order by received desc limit 20
                        """)
                .bind("id", id)
                .map((row, _) -> event(row))
                .list());
    }

    public Optional<PlanView> plan(long id) {
        return database.withHandle(handle -> handle.createQuery("select * from plan where id = :id")
                .bind("id", id)
                .map((row, _) -> new PlanView(
                        row.getLong("id"),
                        row.getTimestamp("at").toInstant(),
                        occasions(id),
                        json.tree(row.getString("levels")),
                        runsOfPlan(id),
                        json.tree(row.getString("skipped"))))
                .findOne());
    }

    public List<DeadLetterView> deadLetters(int limit) {
        return deadLetters(new Place("", 0, 0), limit);
    }

    /** Where bytes were in Kafka. */
    public record Place(String topic, int partition, long offset) {}

    /**
     * The newest first.
     *
     * @param behind only those behind this one; without a topic from the newest on
     */
    public List<DeadLetterView> deadLetters(Place behind, int limit) {
        return database.withHandle(handle -> handle.createQuery("""
                        select topic, partition, "offset", problem, received, replayed from dead_letter
                        where :topic = '' or (received, topic, partition, "offset") < (
                            select received, topic, partition, "offset" from dead_letter
                            where topic = :topic and partition = :partition and "offset" = :offset)
                        order by received desc, topic desc, partition desc, "offset" desc limit :limit
                        """)
                .bind("topic", behind.topic())
                .bind("partition", behind.partition())
                .bind("offset", behind.offset())
                .bind("limit", limit)
                .map((row, _) -> deadLetter(row))
                .list());
    }

    public Optional<byte[]> deadLetter(String topic, int partition, long offset) {
        return database.withHandle(handle -> handle.select(
                        "select bytes from dead_letter where topic = ? and partition = ? and \"offset\" = ?",
                        topic,
                        partition,
                        offset)
                .mapTo(byte[].class)
                .findOne());
    }

    public void replayed(String topic, int partition, long offset) {
        database.useHandle(handle -> handle.execute(
                "update dead_letter set replayed = now() where topic = ? and partition = ? and \"offset\" = ?",
                topic,
                partition,
                offset));
    }

    private List<RunView> runs(String filter, Optional<String> image, long before, int limit) {
        return database.withHandle(handle -> {
            Query query = handle.createQuery("select run.*, " + Waits.PARENTS
                            + " as parents from run where id < :before " + filter + " order by id desc limit :limit")
                    .bind("before", before)
                    .bind("limit", limit);
            image.ifPresent(name -> query.bind("image", name));
            return query.map((row, _) -> view(row)).list();
        });
    }

    private RunView view(ResultSet row) throws SQLException {
        var until = row.getTimestamp("not_before").toInstant();
        var rests = row.getTimestamp("closed") == null && until.isAfter(Instant.now());
        var parents = Optional.ofNullable(row.getString("parents"));
        var times = new Times(
                row.getTimestamp("opened").toInstant(),
                instant(row, "begun"),
                instant(row, "closed"),
                rests ? Optional.of(until) : Optional.empty(),
                json.read(row.getString("times"), TIMES));
        return RunView.of(
                RunRows.run(json, row),
                Optional.ofNullable(row.getString("waits_for"))
                        .filter(_ -> rests)
                        .or(() -> parents),
                times);
    }

    private EventView event(ResultSet row) throws SQLException {
        var source = row.getString("source");
        var id = row.getString("id");
        var mine = json.write(List.of(Map.of("event", Map.of("source", source, "id", id))));
        return new EventView(
                source,
                id,
                row.getString("type"),
                row.getString("subject"),
                row.getTimestamp("received").toInstant(),
                Optional.ofNullable(row.getObject("planned", Long.class)),
                runsWith(mine),
                skipped(row.getString("skipped"), source, id));
    }

    private List<JsonNode> skipped(@org.jspecify.annotations.Nullable String skipped, String source, String id) {
        if (skipped == null) {
            return List.of();
        }
        var found = new java.util.ArrayList<JsonNode>();
        for (var each : json.tree(skipped)) {
            if (each.at("/event/source").asText().equals(source)
                    && each.at("/event/id").asText().equals(id)) {
                found.add(each);
            }
        }
        return found;
    }

    private List<Long> runsWith(String cause) {
        return database.withHandle(handle -> handle.createQuery(
                        "select id from run where reasons @> :cause::jsonb or again @> :cause::jsonb order by id")
                .bind("cause", cause)
                .mapTo(Long.class)
                .list());
    }

    private List<Occasion> occasions(long plan) {
        return database.withHandle(handle -> handle.createQuery(
                        "select * from event where planned = :plan order by received, source, id limit 1000")
                .bind("plan", plan)
                .map((row, _) -> occasion(row))
                .list());
    }

    static Occasion occasion(ResultSet row) throws SQLException {
        return new Occasion(
                row.getString("source"),
                row.getString("id"),
                row.getString("type"),
                row.getString("subject"),
                row.getTimestamp("received").toInstant());
    }

    private List<Long> runsOfPlan(long plan) {
        return database.withHandle(handle -> handle.select("select id from run where plan = ? order by id", plan)
                .mapTo(Long.class)
                .list());
    }

    private static DeadLetterView deadLetter(ResultSet row) throws SQLException {
        var topic = row.getString("topic");
        var partition = row.getInt("partition");
        var offset = row.getLong("offset");
        return new DeadLetterView(
                topic + "-" + partition + "-" + offset,
                topic,
                partition,
                offset,
                row.getString("problem"),
                row.getTimestamp("received").toInstant(),
                instant(row, "replayed"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
