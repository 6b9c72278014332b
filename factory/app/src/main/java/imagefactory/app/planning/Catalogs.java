package imagefactory.app.planning;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.CatalogFile;
import imagefactory.core.catalog.CatalogInvalid;
import imagefactory.core.catalog.Fault;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The catalog in force: the file as it was when it was last good. A broken file is told and not taken. */
public final class Catalogs implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Catalogs.class);

    private static final int QUIET_MILLIS = 100;
    private static final int MOST_WRITES = 50;

    private final Path file;
    private final WatchService watch;
    private volatile Catalog current;
    private volatile List<Fault> faults = List.of();

    /** @throws CatalogInvalid if there is no good catalog to begin with */
    public Catalogs(Path file) throws CatalogInvalid, IOException {
        this.file = file.toAbsolutePath().normalize();
        this.current = read();
        this.watch = FileSystems.getDefault().newWatchService();
        folder().register(
                        watch,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
        Thread.ofVirtual().name("catalog").start(this::watch);
    }

    public Catalog current() {
        return current;
    }

    /** What is wrong with the file as it stands; empty for the catalog in force. */
    public List<Fault> faults() {
        return faults;
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
                .anyMatch(event -> event.kind().equals(StandardWatchEventKinds.OVERFLOW)
                        || file.getFileName().equals(event.context()));
        key.reset();
        return ours;
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

    private void reload() {
        try {
            var next = read();
            if (!next.equals(current)) {
                LOG.infof("%s is taken: %d images", file, next.images().size());
            }
            current = next;
            faults = List.of();
        } catch (CatalogInvalid invalid) {
            faults = invalid.faults();
            LOG.errorf("%s is not taken, the last good one stays in force: %s", file, invalid.getMessage());
        } catch (IOException | RuntimeException e) {
            faults = List.of(unreadable(e));
            LOG.errorf("%s cannot be read, the last good one stays in force: %s", file, e.getMessage());
        }
    }

    private Fault unreadable(Exception e) {
        return new Fault(
                file.getFileName().toString(),
                1,
                1,
                file + " cannot be read: " + e + ".",
                "Put a readable file there; the last good one stays in force.");
    }

    private Catalog read() throws CatalogInvalid, IOException {
        var reading = CatalogFile.read(file.getFileName().toString(), Files.readAllBytes(file), folder());
        reading.warnings().forEach(warning -> LOG.warn(warning));
        return reading.catalog();
    }

    private Path folder() {
        var parent = file.getParent();
        return parent == null ? Path.of("/") : parent;
    }
}
