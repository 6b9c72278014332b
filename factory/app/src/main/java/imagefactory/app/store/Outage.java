package imagefactory.app.store;

import java.sql.SQLException;
import java.util.Set;

/** Tells PostgreSQL being away, which ends by itself, from what it refuses, which is a fault of the factory. */
public final class Outage {
    /** Classes of SQLSTATE: connection, rollback (a deadlock's victim), resources, operator intervention. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57");

    private Outage() {}

    /** @param fault with its causes; the pool's own words, which have no SQLSTATE, are an outage too */
    public static boolean isOne(Throwable fault) {
        for (var cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                var state = sql.getSQLState();
                return state == null || state.length() < 2 || PASSING.contains(state.substring(0, 2));
            }
        }
        return false;
    }
}
