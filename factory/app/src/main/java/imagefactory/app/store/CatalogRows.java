package imagefactory.app.store;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.image.Bytes;
import imagefactory.core.ledger.Decision;
import imagefactory.core.ledger.Decision.Data;
import imagefactory.core.ledger.Decision.Kind;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The catalog that was taken last. What it changes is recorded with it in one transaction: an event for the images that are new
 * or enrolled otherwise, and the end of what is no longer enrolled. So two replicas that take the same one do this once.
 */
@Singleton
public final class CatalogRows {
    private final Jdbi database;
    private final Json json;

    CatalogRows(Jdbi database, Json json) {
        this.database = database;
        this.json = json;
    }

    /**
     * A catalog as it was read.
     *
     * @param origin where from
     * @param revision the commit, or the digest of a file
     */
    public record Taken(String origin, String revision, Bytes yaml) {}

    /** Of the catalog that was taken last, whatever its origin. */
    public Optional<String> revision() {
        return database.withHandle(handle -> handle.select("select revision from catalog")
                .mapTo(String.class)
                .findOne());
    }

    /** The catalog that was taken last, if it was from here. */
    public Optional<Taken> last(String origin) {
        return database.withHandle(handle -> handle.select("select * from catalog where origin = ?", origin)
                .map((row, _) -> taken(row))
                .findOne());
    }

    /** Takes a catalog, unless it is the one that was taken last. */
    public void take(Taken next, Catalog catalog) {
        take(next, catalog, _ -> true);
    }

    /**
     * Takes a catalog in place of the one that it was read after.
     *
     * @param before the revision that was in force when its own was asked for
     * @return false if another one was taken meanwhile: what was read may be older
     */
    public boolean replace(Optional<String> before, Taken next, Catalog catalog) {
        return take(next, catalog, now -> now.equals(before));
    }

    /** The very first one changes nothing: what has to be built is what the first schedule finds. */
    private boolean take(Taken next, Catalog catalog, Predicate<Optional<String>> when) {
        return database.inTransaction(tx -> {
            Waits.lock(tx);
            var now = tx.select("select * from catalog")
                    .map((row, _) -> taken(row))
                    .findOne();
            if (!when.test(now.map(Taken::revision))) {
                return false;
            }
            if (!now.equals(Optional.of(next))) {
                var number = write(tx, next);
                var isNews = now.filter(it -> it.yaml().equals(next.yaml())).isEmpty();
                if (isNews) {
                    tell(tx, next);
                    enrol(tx, catalog, now.map(_ -> new Changes(next.revision(), number)));
                }
            }
            return true;
        });
    }

    private static Taken taken(ResultSet row) throws SQLException {
        return new Taken(row.getString("origin"), row.getString("revision"), Bytes.of(row.getBytes("yaml")));
    }

    /** Has all replicas look where the catalog comes from. */
    public void stir() {
        database.useHandle(handle -> handle.execute("select pg_notify('catalog', '')"));
    }

    /** Which catalog changes something. */
    private record Changes(String revision, long number) {}

    private void tell(Handle tx, Taken next) {
        LedgerRows.write(
                tx,
                json,
                List.of(Decision.now(
                        Decision.CATALOG, Kind.TAKEN, next.origin() + " at " + next.revision(), Data.NONE)));
        tx.execute("select pg_notify('catalog', '')");
    }

    private static long write(Handle tx, Taken next) {
        return tx.createQuery("""
                        insert into catalog (origin, revision, yaml) values (:origin, :revision, :yaml)
                        on conflict (the_one) do update set origin = excluded.origin, revision = excluded.revision,
                            yaml = excluded.yaml, taken = catalog.taken + 1, at = now()
                        returning taken
                        """)
                .bind("origin", next.origin())
                .bind("revision", next.revision())
                .bind("yaml", next.yaml().array())
                .mapTo(long.class)
                .one();
    }

    private void enrol(Handle tx, Catalog catalog, Optional<Changes> changes) {
        var before = tx.createQuery("select image, entry from enrolled")
                .map((row, _) -> Map.entry(row.getString("image"), row.getString("entry")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var now = new TreeMap<String, String>();
        catalog.managed().forEach(image -> now.put(image.name(), ShapeRows.entry(image)));
        var changed = now.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        var gone = new TreeSet<>(before.keySet());
        gone.removeAll(now.keySet());
        write(tx, changed, now);
        changes.ifPresent(of -> CatalogEvents.record(tx, of.revision(), of.number(), changed));
        leave(tx, gone);
    }

    private static void write(Handle tx, List<String> changed, Map<String, String> entries) {
        tx.createUpdate("""
                        insert into enrolled (image, entry) select * from unnest(:images, :entries)
                        on conflict (image) do update set entry = excluded.entry
                        """)
                .bindArray("images", String.class, changed)
                .bindArray(
                        "entries",
                        String.class,
                        changed.stream().map(entries::get).toList())
                .execute();
    }

    /** Open runs that have not begun begin at once, whatever they rest or wait for: to end, and to say why. */
    private void leave(Handle tx, Set<String> gone) {
        var images = gone.toArray();
        tx.createUpdate("delete from enrolled where image = any (:images)")
                .bindArray("images", String.class, images)
                .execute();
        tx.createUpdate("""
                        delete from run_waits using run
                        where run.id = run_waits.run and closed is null and seq is null and image = any (:images)
                        """).bindArray("images", String.class, images).execute();
        tx.createUpdate("""
                        update run set not_before = least(not_before, now()), waits = 0
                        where closed is null and image = any (:images) and lease is null
                        """).bindArray("images", String.class, images).execute();
        LedgerRows.write(
                tx,
                json,
                gone.stream()
                        .map(image -> Decision.now(
                                image, Kind.SKIPPED, "it is no longer enrolled, and no longer planned", Data.NONE))
                        .toList());
        tx.execute("select pg_notify('run', '')");
    }
}
