package imagefactory.app.store;

import com.fasterxml.jackson.core.type.TypeReference;
import imagefactory.core.build.Cause;
import imagefactory.core.ledger.Decision;
import imagefactory.core.ledger.Decision.Data;
import imagefactory.core.ledger.Decision.Kind;
import imagefactory.core.ledger.Ledger;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Decisions as rows that are never changed. */
public final class LedgerRows implements Ledger {
    private static final TypeReference<Data> DATA = new TypeReference<>() {};

    private final Jdbi database;
    private final Json json;

    public LedgerRows(Jdbi database, Json json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public void record(List<Decision> decisions) {
        database.useTransaction(tx -> write(tx, json, decisions));
    }

    @Override
    public List<Decision> about(String subject, int limit) {
        return database.withHandle(handle -> handle.createQuery("""
                        select at, subject, kind, cause, data from decision where subject = :subject order by seq desc limit :limit
                        """)
                .bind("subject", subject)
                .bind("limit", limit)
                .map((row, _) -> new Decision(
                        row.getTimestamp("at").toInstant(),
                        row.getString("subject"),
                        Kind.parse(row.getString("kind")),
                        row.getString("cause"),
                        json.read(row.getString("data"), DATA)))
                .list());
    }

    /** In the transaction of what was decided; the time is PostgreSQL's. */
    static void write(Handle tx, Json json, List<Decision> decisions) {
        if (decisions.isEmpty()) {
            return;
        }
        var batch = tx.prepareBatch("""
                insert into decision (subject, kind, cause, data) values (:subject, :kind, :cause, :data::jsonb)
                """);
        decisions.forEach(decision -> batch.bindMap(columns(json, decision)).add());
        batch.execute();
    }

    static Map<String, String> columns(Json json, Decision decision) {
        return Map.of(
                "subject", decision.subject(),
                "kind", decision.kind().toString(),
                "cause", decision.because().replace('\0', ' '),
                "data", json.write(decision.data()));
    }

    static String because(List<Cause> causes) {
        return causes.stream().map(cause -> cause.reason().text()).distinct().collect(Collectors.joining("; "));
    }
}
