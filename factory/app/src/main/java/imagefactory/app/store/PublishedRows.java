package imagefactory.app.store;

import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.run.Publications;
import imagefactory.core.run.Run;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What is published, one row an image; its lock is the image's lock. */
public final class PublishedRows implements Publications {
    private final Jdbi database;

    public PublishedRows(Jdbi database) {
        this.database = database;
    }

    @Override
    public <T> Outcome<T> holding(Run run, Work<T> work) throws Unavailable, Refused {
        return locked(run, _ -> work.run());
    }

    @Override
    public Outcome<Digest> publish(Run run, Work<Digest> work) throws Unavailable, Refused {
        return locked(run, tx -> {
            var digest = work.run();
            tx.execute(
                    "update published set seq = ?, digest = ?, at = now() where image = ?",
                    run.seq(),
                    digest.value(),
                    run.image());
            return digest;
        });
    }

    @Override
    public Optional<Digest> latest(String image) {
        return database.withHandle(
                handle -> handle.select("select digest from published where image = ? and digest is not null", image)
                        .mapTo(String.class)
                        .findOne()
                        .map(Digest::new));
    }

    private <T> Outcome<T> locked(Run run, Held<T> held) throws Unavailable, Refused {
        try (var own = database.open()) {
            own.begin();
            try {
                return locked(own, run, held);
            } finally {
                if (own.isInTransaction()) {
                    own.rollback();
                }
            }
        }
    }

    private static <T> Outcome<T> locked(Handle own, Run run, Held<T> held) throws Unavailable, Refused {
        own.execute("insert into published (image, seq) values (?, 0) on conflict do nothing", run.image());
        var last = own.select("select seq from published where image = ? for update", run.image())
                .mapTo(long.class)
                .one();
        if (run.seq() < last) {
            return new Failed<>(superseded(run, last));
        }
        var outcome = new Done<>(held.run(own));
        own.commit();
        return outcome;
    }

    private static Problem superseded(Run run, long last) {
        return new Problem(
                Problem.Code.SUPERSEDED,
                run + " has sequence " + run.seq() + ", and sequence " + last + " is published already.",
                "Nothing has to be done: what is published is newer.");
    }

    /** What is done while the lock is held; what it throws lets go of the lock and changes nothing here. */
    @FunctionalInterface
    private interface Held<T> {
        T run(Handle own) throws Unavailable, Refused;
    }
}
