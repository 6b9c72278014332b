package imagefactory.app.planning;

import imagefactory.app.store.CatalogRows;
import imagefactory.app.store.CatalogRows.Taken;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.CatalogInvalid;
import imagefactory.core.catalog.CatalogOrigin.InGit;
import imagefactory.core.catalog.Fault;
import imagefactory.core.event.FactoryEvent.SourcePushed;
import imagefactory.core.image.Bytes;
import imagefactory.core.ledger.Ledger;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Touched;
import imagefactory.core.source.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The catalog on a branch: whichever replica sees a new commit first takes it, and all plan with the one that was taken. */
public final class CatalogOfGit implements Catalogs {
    private static final Logger LOG = Logger.getLogger(CatalogOfGit.class);

    /** A repository that is fetched for the first time. */
    private static final int MOST_LOOKS = 60;

    private final InGit origin;
    private final Sources sources;
    private final CatalogRows rows;
    private final InForce force;
    private Optional<String> refused = Optional.empty();

    /**
     * @throws CatalogInvalid if there is no good catalog to begin with
     * @throws Unavailable if none was taken before, and git is away
     */
    public CatalogOfGit(InGit origin, Sources sources, CatalogRows rows, Ledger ledger)
            throws CatalogInvalid, Unavailable, Refused {
        this.origin = origin;
        this.sources = sources;
        this.rows = rows;
        this.force = new InForce(origin.path(), Path.of("/"), ledger);
        refresh();
        if (force.taken().isEmpty()) {
            begin();
        }
    }

    @Override
    public Catalog current() {
        return force.catalog();
    }

    @Override
    public Catalog newest() {
        refresh();
        return force.catalog();
    }

    @Override
    public List<Fault> faults() {
        return force.faults();
    }

    @Override
    public String revision() {
        return origin + " at " + force.revision().orElseThrow();
    }

    @Override
    public synchronized void look() throws Unavailable {
        refresh();
        var before = rows.revision();
        try {
            var commit = sources.newest(origin.repository(), origin.branch());
            if (force.revision().equals(Optional.of(commit))) {
                force.mended();
            } else if (!refused.equals(Optional.of(commit))) {
                take(before, new Taken(origin.toString(), commit, file(commit)));
            }
        } catch (Refused e) {
            force.refuse(e.problem());
        }
    }

    @Override
    public boolean isFrom(SourcePushed pushed) {
        return Touched.isOf(pushed, origin.repository(), origin.branch());
    }

    @Override
    public void stir() {
        rows.stir();
    }

    @Override
    public void close() {
        // nothing is held
    }

    private void begin() throws CatalogInvalid, Unavailable, Refused {
        var before = rows.revision();
        var commit = sources.newest(origin.repository(), origin.branch());
        var first = force.read(new Taken(origin.toString(), commit, file(commit)));
        rows.replace(before, first.read(), first.catalog());
        force.take(first);
        refresh(); // another replica that began at the same time may have been quicker with a newer one
    }

    private void take(Optional<String> before, Taken next) {
        try {
            var good = force.read(next);
            if (rows.replace(before, next, good.catalog())) {
                force.take(good);
            } else {
                LOG.debugf("%s was taken meanwhile", rows.revision().orElse("another catalog"));
            }
        } catch (CatalogInvalid invalid) {
            refused = Optional.of(next.revision());
            force.refuse(invalid.faults());
        }
    }

    /** What another replica took; one of a newer release may take what this one cannot read. */
    private void refresh() {
        if (force.taken().isPresent() && rows.revision().equals(force.revision())) {
            return;
        }
        rows.last(origin.toString()).ifPresent(taken -> {
            try {
                force.take(force.read(taken));
            } catch (CatalogInvalid invalid) {
                force.refuse(invalid.faults());
            }
        });
    }

    private Bytes file(String commit) throws Unavailable, Refused {
        for (int look = 0; look < MOST_LOOKS; look++) {
            switch (sources.file(origin.repository(), commit, origin.path())) {
                case Done<Bytes>(var bytes) -> {
                    return bytes;
                }
                case Failed<Bytes>(var problem) -> throw new Refused(problem);
                case Pending<Bytes>(var after) -> rest(after);
            }
        }
        throw new Unavailable(origin + " is being fetched");
    }

    private static void rest(Duration lasts) throws Unavailable {
        try {
            Thread.sleep(lasts);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while the catalog was being fetched", e);
        }
    }
}
