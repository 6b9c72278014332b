package imagefactory.app.store;

import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;
import imagefactory.core.run.Run;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** What runs and records of builds say of the manifests in staging repositories. */
@Singleton
public final class StagedRows {
    private final Jdbi database;
    private final Json json;

    StagedRows(Jdbi database, Json json) {
        this.database = database;
        this.json = json;
    }

    /** The staging repositories that something was built to, and for which images. */
    public Map<Repository, Set<String>> repositories() {
        var found = new TreeMap<Repository, Set<String>>();
        database.useHandle(handle -> handle.createQuery("select distinct staging, image from build")
                .map((row, _) -> Map.entry(Repository.parse(row.getString("staging")), row.getString("image")))
                .forEach(row -> found.computeIfAbsent(row.getKey(), _ -> new TreeSet<>())
                        .add(row.getValue())));
        return found;
    }

    /** So long ago, by the clock that records are written with. */
    public Instant ago(Duration age) {
        return database.withHandle(handle -> handle.createQuery("select now() - :age")
                .bind("age", age)
                .mapTo(Instant.class)
                .one());
    }

    public List<Run> open(Collection<String> images) {
        return database.withHandle(
                handle -> handle.createQuery("select * from run where closed is null and image = any (:images)")
                        .bindArray("images", String.class, images)
                        .map((row, _) -> RunRows.run(json, row))
                        .list());
    }

    /** Of each image, the runs that published it last. */
    public List<Run> published(Collection<String> images, int publications) {
        return database.withHandle(handle -> handle.createQuery("""
                        select run.* from unnest(:images) as asked (name)
                        cross join lateral (
                            select * from run where image = asked.name and state @> '[{"stage": "published"}]'
                            order by seq desc limit :publications) run
                        """)
                .bindArray("images", String.class, images)
                .bind("publications", publications)
                .map((row, _) -> RunRows.run(json, row))
                .list());
    }

    /** The manifests that builds ended in, and when a run last took each for its own. */
    public Map<Digest, Instant> recorded(Repository staging) {
        return database.withHandle(handle -> handle
                .createQuery("""
                        select built -> 'manifest' ->> 'digest' as digest, max(at) as at from build
                        where staging = :staging group by 1
                        """)
                .bind("staging", staging.toString())
                .map((row, _) -> Map.entry(
                        new Digest(row.getString("digest")),
                        row.getTimestamp("at").toInstant()))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** The indexes that runs of these images have put into staging, under no tag. */
    public Set<Digest> assembled(Collection<String> images) {
        return database.withHandle(handle -> handle.createQuery("""
                        select distinct made.digest #>> '{}' from run,
                            jsonb_path_query(state, '$[*] ? (@.stage == "assembled").index.digest') as made (digest)
                        where image = any (:images)
                        """)
                .bindArray("images", String.class, images)
                .mapTo(String.class)
                .map(Digest::new)
                .collect(Collectors.toSet()));
    }

    /**
     * Lets go of a manifest: from here on no run takes it for the result of a build.
     *
     * @return false where a run has used it since, or is open and may be about to
     */
    public boolean release(Repository staging, Digest manifest, Instant since, Collection<String> images) {
        return database.inTransaction(tx -> {
            int released = tx.createUpdate("""
                            delete from build
                            where staging = :staging and built -> 'manifest' ->> 'digest' = :digest and at < :since
                            """)
                    .bind("staging", staging.toString())
                    .bind("digest", manifest.value())
                    .bind("since", since)
                    .execute();
            return tx.createQuery("""
                            select not exists (
                                select from build where staging = :staging and built -> 'manifest' ->> 'digest' = :digest)
                            and (:released or not exists (
                                select from run where closed is null and image = any (:images)))
                            """)
                    .bind("staging", staging.toString())
                    .bind("digest", manifest.value())
                    .bind("released", released > 0)
                    .bindArray("images", String.class, images)
                    .mapTo(boolean.class)
                    .one();
        });
    }
}
