package imagefactory.scanner;

import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A database from a repository: {@code ghcr.io/aquasecurity/trivy-db:2}, a mirror of it, or one of one's own.
 *
 * <p>Each state of it has a folder of its own, named by its digest, which is complete or not there; {@code current} names the
 * newest. Replicas may share the folders. While the repository is away, the last state serves until it is too old.
 */
public final class RepositoryDatabase implements Database {
    private static final String LAYER = "application/vnd.aquasec.trivy.db.layer.v1.tar+gzip";
    private static final long MOST_BYTES = 2L << 30;

    /**
     * Where the database comes from and how fresh it has to be.
     *
     * @param folder of ours; it can be thrown away
     * @param maxAge an older one makes scans wait
     * @param checkEvery how often the repository is asked for a newer one
     */
    public record Settings(ImageRef repository, Path folder, Duration maxAge, Duration checkEvery) {}

    private final Settings settings;
    private final Registry registry;
    private final Clock clock;
    private volatile Instant checked = Instant.EPOCH;

    public RepositoryDatabase(Settings settings, Registry registry, Clock clock) {
        this.settings = settings;
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public synchronized Version current() throws Unavailable {
        var known = known();
        if (known.isPresent()) {
            return known.get();
        }
        var failure = update();
        var local = local();
        if (local.isEmpty()) {
            throw failure.orElseGet(() -> new Unavailable("the vulnerability database that was brought is gone again"));
        }
        var advice = failure.map(Unavailable::getMessage).orElse("the repository has no newer one");
        return DatabaseMetadata.young(local.get(), clock.instant(), settings.maxAge(), advice);
    }

    @Override
    public Optional<Version> known() {
        if (clock.instant().isAfter(checked.plus(settings.checkEvery()))) {
            return Optional.empty();
        }
        try {
            var local = local();
            return local.isPresent() && isYoung(local.get()) ? local : Optional.empty();
        } catch (Unavailable e) {
            return Optional.empty(); // whoever needs one asks for the current one, which is then brought anew
        }
    }

    private boolean isYoung(Version version) {
        return !clock.instant().isAfter(version.made().plus(settings.maxAge()));
    }

    @Override
    public synchronized void unreadable(Version version) {
        if (currentName().map(this::folder).filter(version.folder()::equals).isPresent()) {
            checked = Instant.EPOCH;
            Scratch.delete(version.folder());
        }
    }

    /** @return why it could not be brought up to date */
    private Optional<Unavailable> update() {
        try {
            bring();
            checked = clock.instant();
            return Optional.empty();
        } catch (Unavailable e) {
            return Optional.of(e);
        } catch (Refused e) {
            return Optional.of(new Unavailable(
                    "the vulnerability database could not be brought: "
                            + e.problem().text(),
                    e));
        } catch (IOException e) {
            return Optional.of(new Unavailable(
                    "the vulnerability database of " + settings.repository() + " could not be unpacked: "
                            + e.getMessage() + "; check what the repository holds and the space left in "
                            + settings.folder(),
                    e));
        }
    }

    private void bring() throws IOException, Unavailable, Refused {
        var head = registry.head(settings.repository())
                .orElseThrow(() -> new Unavailable("there is no vulnerability database at " + settings.repository()
                        + "; check the configured repository"));
        var folder = folder(head.digest().hex());
        if (DatabaseMetadata.read(folder).isEmpty()) {
            Scratch.delete(folder);
            unpack(layer(head.digest()), folder);
        }
        name(head.digest().hex());
    }

    private Descriptor layer(Digest digest) throws Unavailable, Refused {
        var ref = ImageRef.of(settings.repository().repository(), digest);
        var manifest = registry.manifest(ref).orElseThrow(() -> new Unavailable(ref + " went away while it was read"));
        return manifest.content().layers().stream()
                .filter(layer -> layer.mediaType().equals(LAYER) && layer.size() <= MOST_BYTES)
                .findFirst()
                .orElseThrow(() -> new Unavailable(
                        settings.repository() + " is no vulnerability database: it has no layer of type " + LAYER
                                + " of at most " + MOST_BYTES + " bytes; check the configured repository"));
    }

    private void unpack(Descriptor layer, Path folder) throws IOException, Unavailable, Refused {
        Files.createDirectories(settings.folder());
        var fresh = Files.createTempDirectory(settings.folder(), "fresh-");
        try (var bytes = registry.blob(settings.repository().repository(), layer)) {
            DatabaseArchive.unpack(bytes, fresh);
            Scratch.openToContainers(fresh);
            put(fresh, folder);
        } finally {
            Scratch.delete(fresh);
        }
    }

    private static void put(Path fresh, Path folder) throws IOException, Unavailable {
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (DatabaseMetadata.read(folder).isEmpty()) {
                throw e;
            } // another replica was quicker, and that is as good
        }
    }

    /** Makes this the current one. The one before stays for scans that have begun with it, any older one goes. */
    private void name(String hex) throws IOException {
        var before = currentName();
        if (before.isPresent() && before.get().equals(hex)) {
            return;
        }
        var fresh = Files.createTempFile(settings.folder(), "current-", ".new"); // replicas share the folder
        try {
            Files.writeString(fresh, hex);
            Scratch.openToReaders(fresh);
            Files.move(fresh, settings.folder().resolve("current"), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
        try (var folders = Files.newDirectoryStream(settings.folder(), "[0-9a-f]*")) {
            for (var folder : folders) {
                var name = folder.getFileName().toString();
                if (Digest.isDigest("sha256:" + name) && !name.equals(hex) && !before.equals(Optional.of(name))) {
                    Scratch.delete(folder);
                }
            }
        }
    }

    private Optional<Version> local() throws Unavailable {
        var name = currentName();
        return name.isPresent() ? DatabaseMetadata.read(folder(name.get())) : Optional.empty();
    }

    private Optional<String> currentName() {
        try {
            return Optional.of(Files.readString(settings.folder().resolve("current")))
                    .filter(name -> Digest.isDigest("sha256:" + name));
        } catch (IOException e) {
            return Optional.empty(); // none was brought yet
        }
    }

    private Path folder(String hex) {
        return settings.folder().resolve(hex);
    }
}
