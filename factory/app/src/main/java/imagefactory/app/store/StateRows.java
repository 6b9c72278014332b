package imagefactory.app.store;

import com.fasterxml.jackson.core.type.TypeReference;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What the state files of the programs that this one follows tell: what images are built on, what is published, bases seen. */
@Singleton
public final class StateRows {
    private static final TypeReference<Problem> PROBLEM = new TypeReference<>() {};

    private final Jdbi database;
    private final Json json;

    StateRows(Jdbi database, Json json) {
        this.database = database;
        this.json = json;
    }

    /**
     * What is known of an enrolled image.
     *
     * @param references what its Dockerfile names; empty as long as nobody has looked
     * @param version the first tag that its last publication moved
     * @param problem what its newest run ended with, if that failed
     */
    public record ImageKnown(
            String name,
            List<String> references,
            Optional<Instant> lookedAt,
            Optional<String> version,
            Optional<Digest> digest,
            Optional<Instant> publishedAt,
            Optional<Problem> problem) {}

    /** In the order of the names. */
    public List<ImageKnown> images(Collection<String> names) {
        return database.withHandle(handle -> handle.createQuery("""
                        select enrolled.name, shape.refs, shape.at as looked_at, published.digest, published.at,
                            jsonb_path_query_first(made.state, '$[*] ? (@.stage == "published").tags[0]') #>> '{}' as version,
                            newest.problem
                        from unnest(:names) with ordinality as enrolled (name, place)
                        left join shape on shape.image = enrolled.name
                        left join published on published.image = enrolled.name and published.digest is not null
                        left join run made on made.seq = published.seq
                        left join lateral (
                            select case when closed is not null then state -> -1 -> 'problem' end as problem from run
                            where image = enrolled.name order by id desc limit 1) newest on true
                        order by enrolled.place
                        """)
                .bindArray("names", String.class, names)
                .map((row, _) -> new ImageKnown(
                        row.getString("name"),
                        texts(row.getArray("refs")),
                        instant(row, "looked_at"),
                        Optional.ofNullable(row.getString("version")),
                        Optional.ofNullable(row.getString("digest")).map(Digest::new),
                        instant(row, "at"),
                        Optional.ofNullable(row.getString("problem")).map(text -> json.read(text, PROBLEM))))
                .list());
    }

    public List<BaseSeen> bases() {
        return database.withHandle(handle -> handle.createQuery("select * from base_seen order by ref, platform")
                .map((row, _) -> new BaseSeen(
                        ImageRef.parse(row.getString("ref")),
                        Platform.parse(row.getString("platform")),
                        new Digest(row.getString("digest")),
                        Optional.ofNullable(row.getString("previous")).map(Digest::new),
                        row.getTimestamp("changed_at").toInstant(),
                        row.getTimestamp("checked_at").toInstant()))
                .list());
    }

    /**
     * Takes over that a base was seen earlier than this database has watched: never later, and never where it points elsewhere by
     * now.
     *
     * @return whether that was news
     */
    public boolean restore(BaseSeen seen) {
        return database.withHandle(handle -> handle.createUpdate("""
                        insert into base_seen (ref, platform, digest, previous, changed_at, checked_at)
                        values (:ref, :platform, :digest, :previous, :changed, :checked)
                        on conflict (ref, platform) do update set
                            previous = coalesce(base_seen.previous, excluded.previous), changed_at = excluded.changed_at
                        where base_seen.digest = excluded.digest and base_seen.changed_at > excluded.changed_at
                        """)
                        .bind("ref", seen.reference().toString())
                        .bind("platform", seen.platform().toString())
                        .bind("digest", seen.digest().value())
                        .bind("previous", seen.previous().map(Digest::value))
                        .bind("changed", seen.changedAt())
                        .bind("checked", seen.checkedAt())
                        .execute())
                > 0;
    }

    private static List<String> texts(@Nullable Array array) throws SQLException {
        return array == null
                ? List.of()
                : Arrays.stream((String[]) array.getArray()).toList();
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
