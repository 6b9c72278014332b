package imagefactory.app.store;

import imagefactory.core.build.Cause;
import imagefactory.core.ledger.Decision;
import imagefactory.core.ledger.Ledger;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Decisions as rows that are never changed. */
public final class LedgerRows implements Ledger {
    private final Jdbi database;

    public LedgerRows(Jdbi database) {
        this.database = database;
    }

    @Override
    public void record(List<Decision> decisions) {
        database.useTransaction(tx -> write(tx, decisions));
    }

    @Override
    public List<Decision> about(String subject, int limit) {
        return database.withHandle(handle -> handle.createQuery("""
                        select at, subject, kind, cause from decision where subject = :subject order by seq desc limit :limit
                        """)
                .bind("subject", subject)
                .bind("limit", limit)
                .map((row, _) -> new Decision(
                        row.getTimestamp("at").toInstant(),
                        row.getString("subject"),
                        row.getString("kind"),
                        row.getString("cause")))
                .list());
    }

    /** In the transaction of what was decided; the time is PostgreSQL's. */
    static void write(Handle tx, List<Decision> decisions) {
        if (decisions.isEmpty()) {
            return;
        }
        var batch = tx.prepareBatch("insert into decision (subject, kind, cause) values (:subject, :kind, :cause)");
        decisions.forEach(decision -> batch.bind("subject", decision.subject())
                .bind("kind", decision.kind().replace('\0', ' '))
                .bind("cause", decision.cause().replace('\0', ' '))
                .add());
        batch.execute();
    }

    static String because(List<Cause> causes) {
        return causes.stream().map(cause -> cause.reason().text()).distinct().collect(Collectors.joining("; "));
    }
}
