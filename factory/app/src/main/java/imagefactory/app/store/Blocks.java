package imagefactory.app.store;

import imagefactory.core.plan.Blocked;
import imagefactory.core.plan.Blocked.Judged;
import imagefactory.core.plan.Planner.Underway;
import imagefactory.core.run.Run;
import imagefactory.core.run.StageResult.Failed;
import imagefactory.core.run.StageResult.Resolved;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** What planning has to know of the newest runs of images: what ended them, or what they build from; reads only. */
@Singleton
public final class Blocks {
    private final Jdbi database;
    private final Json json;

    Blocks(Jdbi database, Json json) {
        this.database = database;
        this.json = json;
    }

    /** Of these images, those whose newest run is over and ended with a problem. */
    public Map<String, Blocked> of(Collection<String> images) {
        return database.withHandle(handle ->
                handle.createQuery("""
                        select run.* from unnest(:images) as asked (name)
                        cross join lateral (select * from run where image = asked.name order by id desc limit 1) run
                        where closed is not null and state -> -1 ->> 'stage' = 'failed'
                        """).bindArray("images", String.class, images).map((row, _) -> blocked(row)).stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Of these images, the open runs that have worked out what they build from. */
    public Map<String, Underway> underway(Collection<String> images) {
        return database.withHandle(handle ->
                handle
                        .createQuery("""
                        select * from run where closed is null and seq is not null and image = any (:images)
                        """)
                        .bindArray("images", String.class, images)
                        .map((row, _) -> RunRows.run(json, row))
                        .stream()
                        .filter(run -> run.find(Resolved.class).isPresent())
                        .collect(Collectors.toMap(
                                Run::image,
                                run -> new Underway(
                                        run.id(), run.get(Resolved.class).inputs()))));
    }

    private Map.Entry<String, Blocked> blocked(ResultSet row) throws SQLException {
        var run = RunRows.run(json, row);
        var judged = run.find(Resolved.class)
                .filter(resolved -> !resolved.noCache())
                .map(resolved -> new Judged(resolved.inputs(), resolved.target().scan()));
        var closed = row.getTimestamp("closed").toInstant();
        return Map.entry(
                run.image(), new Blocked(run.id(), run.get(Failed.class).problem(), closed, judged));
    }
}
