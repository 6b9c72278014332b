package imagefactory.app.planning;

import imagefactory.app.store.CatalogRows;
import imagefactory.app.store.CatalogRows.Taken;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.CatalogInvalid;
import imagefactory.core.catalog.Fault;
import imagefactory.core.event.FactoryEvent.SourcePushed;
import imagefactory.core.image.Bytes;
import imagefactory.core.ledger.Ledger;
import imagefactory.core.outcome.Problem;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The catalog in a file of this machine, which is watched. */
public final class CatalogOfFile implements Catalogs {
    private static final Logger LOG = Logger.getLogger(CatalogOfFile.class);

    private static final int QUIET_MILLIS = 100;
    private static final int MOST_WRITES = 50;

    /** What changes instead of the file where Kubernetes mounts it from a ConfigMap. */
    private static final Path MOUNTED = Path.of("..data");

    private final Path file;
    private final CatalogRows rows;
    private final InForce force;
    private final WatchService watch;
    private volatile Optional<String> recorded = Optional.empty();

    /** @throws CatalogInvalid if there is no good catalog to begin with */
    public CatalogOfFile(Path file, CatalogRows rows, Ledger ledger) throws CatalogInvalid, IOException {
        this.file = file.toAbsolutePath().normalize();
        this.rows = rows;
        this.force = new InForce(this.file.getFileName().toString(), folder(), ledger);
        force.take(force.read(bytes()));
        record();
        this.watch = FileSystems.getDefault().newWatchService();
        folder().register(
                        watch,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
        Thread.ofVirtual().name("catalog").start(this::watch);
    }

    @Override
    public Catalog current() {
        return force.catalog();
    }

    /** Another replica may have seen the same file earlier. */
    @Override
    public Catalog newest() {
        if (!rows.revision().equals(force.revision())) {
            reload();
        }
        return force.catalog();
    }

    @Override
    public List<Fault> faults() {
        return force.faults();
    }

    @Override
    public String revision() {
        return file + " at " + force.revision().orElseThrow();
    }

    /** The file is watched; only PostgreSQL may have been away when it changed. */
    @Override
    public void look() {
        record();
    }

    @Override
    public boolean isFrom(SourcePushed pushed) {
        return false;
    }

    @Override
    public void stir() {
        rows.stir();
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }

    private void watch() {
        try {
            while (true) {
                if (isOurs(watch.take())) {
                    awaitTheEndOfWriting();
                    reload();
                    recordUnlessAway();
                }
            }
        } catch (ClosedWatchServiceException over) {
            LOG.debug("no longer watching the catalog");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOurs(WatchKey key) {
        var ours = key.pollEvents().stream()
                .anyMatch(event -> event.kind().equals(StandardWatchEventKinds.OVERFLOW) || isOurs(event));
        key.reset();
        return ours;
    }

    private boolean isOurs(WatchEvent<?> event) {
        return file.getFileName().equals(event.context()) || MOUNTED.equals(event.context());
    }

    /** A file that is written in place is empty for a moment, which would be a good catalog of no image. */
    private void awaitTheEndOfWriting() throws InterruptedException {
        for (int patience = 0; patience < MOST_WRITES; patience++) {
            var more = watch.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
            if (more == null || !isOurs(more)) {
                return;
            }
        }
    }

    private synchronized void reload() {
        try {
            var next = bytes();
            if (force.revision().equals(Optional.of(next.revision()))) {
                force.mended();
            } else {
                force.take(force.read(next));
            }
        } catch (CatalogInvalid invalid) {
            force.refuse(invalid.faults());
        } catch (IOException | RuntimeException e) {
            force.refuse(new Problem(
                    Problem.Code.CATALOG_INVALID,
                    file + " cannot be read: " + e + ".",
                    "Put a readable file there; the last good one stays in force."));
        }
    }

    private void recordUnlessAway() {
        try {
            record();
        } catch (RuntimeException away) {
            LOG.warnf("that %s is taken is recorded later: %s", file, away.getMessage());
        }
    }

    /** One at a time, so that none is recorded after a newer one. */
    private synchronized void record() {
        var taken = force.taken().orElseThrow();
        if (!recorded.equals(Optional.of(taken.revision()))) {
            rows.take(taken, force.catalog());
            recorded = Optional.of(taken.revision());
        }
    }

    private Taken bytes() throws IOException {
        var bytes = Bytes.of(Files.readAllBytes(file));
        return new Taken(file.toString(), bytes.digest().value(), bytes);
    }

    private Path folder() {
        var parent = file.getParent();
        return parent == null ? Path.of("/") : parent;
    }
}
