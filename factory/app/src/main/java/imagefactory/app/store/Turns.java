package imagefactory.app.store;

import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Jdbi;

/** What is done once at a time, whichever replica is asked; a turn ends with the replica that has it. */
@Singleton
public final class Turns {
    private static final int ROLLBACK = 0x6261636b;

    private final Jdbi database;

    Turns(Jdbi database) {
        this.database = database;
    }

    /** Something that is done when its turn has come. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws Unavailable, Refused;
    }

    /** One for an image among all replicas, and one of a replica: those that wait keep no connection from whoever has the turn. */
    public synchronized <T> T rollback(String image, Work<T> work) throws Unavailable, Refused {
        try (var own = database.open()) {
            own.begin();
            own.execute("select pg_advisory_xact_lock(?, hashtext(?))", ROLLBACK, image);
            try {
                return work.run();
            } finally {
                own.rollback();
            }
        }
    }
}
