package imagefactory.app.planning;

import imagefactory.app.store.CatalogRows.Taken;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.CatalogFile;
import imagefactory.core.catalog.CatalogInvalid;
import imagefactory.core.catalog.Fault;
import imagefactory.core.ledger.Decision;
import imagefactory.core.ledger.Decision.Data;
import imagefactory.core.ledger.Decision.Kind;
import imagefactory.core.ledger.Ledger;
import imagefactory.core.outcome.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The catalog that a replica works with, and what is wrong with the one that it could not take. */
final class InForce {
    private static final Logger LOG = Logger.getLogger(InForce.class);

    private final String file;
    private final Path folder;
    private final Ledger ledger;
    private volatile Optional<Good> good = Optional.empty();
    private volatile List<Fault> faults = List.of();

    /** A catalog that can be used, and what it was read from. */
    record Good(Taken read, Catalog catalog) {}

    /**
     * @param file what messages call it
     * @param folder what relative paths in it start from
     */
    InForce(String file, Path folder, Ledger ledger) {
        this.file = file;
        this.folder = folder;
        this.ledger = ledger;
    }

    Catalog catalog() {
        return good.orElseThrow().catalog();
    }

    Optional<Taken> taken() {
        return good.map(Good::read);
    }

    Optional<String> revision() {
        return good.map(it -> it.read().revision());
    }

    List<Fault> faults() {
        return faults;
    }

    Good read(Taken taken) throws CatalogInvalid {
        var reading = CatalogFile.read(file, taken.yaml().array(), folder);
        reading.warnings().forEach(warning -> LOG.warn(warning));
        return new Good(taken, reading.catalog());
    }

    void take(Good next) {
        if (good.filter(it -> it.catalog().equals(next.catalog())).isEmpty()) {
            LOG.infof(
                    "%s at %s is taken: %d images",
                    next.read().origin(),
                    next.read().revision(),
                    next.catalog().images().size());
        }
        good = Optional.of(next);
        faults = List.of();
    }

    /** What is there is what is in force. */
    void mended() {
        faults = List.of();
    }

    /** Told once, however often it is met. */
    void refuse(List<Fault> why) {
        if (why.equals(faults)) {
            return;
        }
        faults = why;
        var told = file + " is not taken, the last good one stays in force:\n" + CatalogInvalid.table(why);
        LOG.error(told);
        try {
            var last = ledger.about(Decision.CATALOG, 1);
            if (last.isEmpty() || !last.getFirst().because().equals(told)) {
                ledger.record(List.of(Decision.now(
                        Decision.CATALOG, Kind.REFUSED, told, Data.NONE.failed(Problem.Code.CATALOG_INVALID))));
            }
        } catch (RuntimeException away) { // it is told in the log and by health all the same
            LOG.warnf("that it is not taken could not be recorded: %s", away.getMessage());
        }
    }

    void refuse(Problem problem) {
        refuse(List.of(Fault.of(file, problem)));
    }
}
