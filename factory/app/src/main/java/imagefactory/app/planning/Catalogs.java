package imagefactory.app.planning;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.Fault;
import imagefactory.core.event.FactoryEvent.SourcePushed;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.util.List;

/** The catalog in force: as it was when it was last good. A broken one is told and not taken. Safe for use by many threads. */
public interface Catalogs extends AutoCloseable {
    /** As this replica knows it; another one may have taken the next a moment ago. For those who only show it. */
    Catalog current();

    /** No older than any that a replica had taken when this was called: for those who decide something. */
    Catalog newest();

    /** What is wrong with the catalog as it stands; empty for the one in force. */
    List<Fault> faults();

    /** Where it was read, and which of its revisions is in force. */
    String revision();

    /** Looks where the catalog comes from, and takes what is new and good; what could not be recorded is recorded now. */
    void look() throws Unavailable;

    /** Whether it comes from the branch that moved. */
    boolean isFrom(SourcePushed pushed);

    /** Has every replica look. */
    void stir();

    @Override
    void close() throws IOException;
}
