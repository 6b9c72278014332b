package imagefactory.app.store;

import imagefactory.core.build.Pin;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/** When each base was first seen where it points now. */
@jakarta.inject.Singleton
public final class BaseRows {
    private final Jdbi database;

    BaseRows(Jdbi database) {
        this.database = database;
    }

    /** Notes where these bases point. @return since when, as far as this database has watched */
    public Map<Pin, Instant> seen(Collection<Pin> pins) {
        var since = new TreeMap<Pin, Instant>();
        database.useTransaction(tx -> pins.stream()
                .sorted()
                .distinct()
                .forEach(pin -> since.put(
                        pin,
                        tx.createQuery("""
                        insert into base_seen (ref, platform, digest) values (:ref, :platform, :digest)
                        on conflict (ref, platform) do update set
                            previous = case when base_seen.digest = excluded.digest
                                then base_seen.previous else base_seen.digest end,
                            changed_at = case when base_seen.digest = excluded.digest
                                then base_seen.changed_at else now() end,
                            digest = excluded.digest, checked_at = now()
                        returning changed_at
                        """)
                                .bind("ref", pin.reference().toString())
                                .bind("platform", pin.platform().toString())
                                .bind("digest", pin.manifest().value())
                                .map((row, _) -> row.getTimestamp("changed_at").toInstant())
                                .one())));
        return since;
    }
}
