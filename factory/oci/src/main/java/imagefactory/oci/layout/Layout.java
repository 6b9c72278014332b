package imagefactory.oci.layout;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.registry.Registry.BlobSource;
import imagefactory.oci.content.BlobBroken;
import imagefactory.oci.content.Hash;
import imagefactory.oci.content.Json;
import imagefactory.oci.content.ManifestReader;
import imagefactory.oci.content.Parts;
import imagefactory.oci.content.VerifiedStream;
import imagefactory.oci.content.Wrong;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * One directory in OCI image layout: {@code oci-layout}, {@code index.json}, {@code blobs/sha256/…} (OCI image-spec v1.1, "Image
 * Layout").
 *
 * <p>Made when something is first put into it. Files appear whole or not at all. Safe for many threads of one process.
 */
public final class Layout {
    private static final Bytes MARK = Bytes.utf8("{\"imageLayoutVersion\":\"1.0.0\"}");

    private final Path directory;

    public Layout(Path directory) {
        this.directory = directory;
    }

    public Path directory() {
        return directory;
    }

    /** What {@code index.json} lists under a tag. */
    public Optional<Descriptor> tagged(String tag) throws Unavailable, Refused {
        return index().tagged(tag);
    }

    public List<String> tags() throws Unavailable, Refused {
        return index().tags();
    }

    /** The manifests that {@code index.json} lists. */
    public List<Descriptor> manifests() throws Unavailable, Refused {
        return index().entries();
    }

    /** A manifest by its digest, also one that only an index in here names; empty for other blobs. */
    public Optional<Manifest> manifest(Digest digest) throws Unavailable, Refused {
        var listed = index().find(digest);
        if (!has(digest) || (listed.isEmpty() && isLarge(digest))) {
            return Optional.empty();
        }
        var what = "The manifest " + digest + " in " + directory;
        var bytes = read(blob(digest), what);
        if (!Hash.matches(digest, bytes)) {
            throw Wrong.answer(what + " has other bytes.");
        }
        if (listed.isPresent()) {
            return Optional.of(ManifestReader.read(what, listed.map(Descriptor::mediaType), bytes));
        }
        return unlisted(what, bytes);
    }

    /** Too large for a manifest: nobody said that it is one. */
    private boolean isLarge(Digest blob) throws Unavailable {
        try {
            return Files.size(blob(blob)) > Json.LIMIT;
        } catch (IOException e) {
            throw new Unavailable("the blob " + blob + " in " + directory + " cannot be looked at: " + e, e);
        }
    }

    private static Optional<Manifest> unlisted(String what, Bytes bytes) {
        try {
            return Optional.of(ManifestReader.read(what, Optional.empty(), bytes));
        } catch (Refused e) {
            return Optional.empty(); // a blob of another kind, and nobody said that it is a manifest
        }
    }

    public boolean has(Digest blob) {
        return Files.isRegularFile(blob(blob));
    }

    /** A blob that is checked as it is read. */
    public InputStream open(Descriptor blob) throws Unavailable, Refused {
        var what = "The blob " + blob.digest() + " in " + directory;
        try {
            return new VerifiedStream(Files.newInputStream(blob(blob.digest())), blob, what);
        } catch (NoSuchFileException e) {
            throw Wrong.missing(what + " is not there.");
        } catch (IOException e) {
            throw BlobBroken.raise(what, e);
        }
    }

    public void put(Descriptor blob, BlobSource source) throws Unavailable, Refused {
        if (has(blob.digest())) {
            return;
        }
        var what = "Putting the blob " + blob.digest() + " into " + directory;
        try (var content = new VerifiedStream(source.open(), blob, what)) {
            write(
                    blob(blob.digest()),
                    temporary -> Files.copy(content, temporary, StandardCopyOption.REPLACE_EXISTING));
        } catch (IOException e) {
            throw BlobBroken.raise(what, e);
        }
    }

    /** Puts a manifest whose parts are here already. */
    public void put(Manifest manifest) throws Unavailable, Refused {
        store(manifest);
        change(index -> index.with(manifest.descriptor()));
    }

    /** Puts a manifest whose parts are here already, under a tag. */
    public void put(Manifest manifest, String tag) throws Unavailable, Refused {
        store(manifest);
        change(index -> index.tag(manifest.descriptor(), tag));
    }

    public void untag(String tag) throws Unavailable, Refused {
        change(index -> index.untag(tag));
    }

    /** Takes a manifest away under all its tags. */
    public void remove(Digest manifest) throws Unavailable, Refused {
        if (index().find(manifest).isPresent()) {
            change(index -> index.without(manifest));
            attempt(() -> Files.deleteIfExists(blob(manifest)));
        }
    }

    /** Has a blob of another layout appear here without copying it where the file system can do that. */
    public boolean link(Digest blob, Layout from) throws Unavailable {
        if (!from.has(blob)) {
            return false;
        }
        if (!has(blob)) {
            attempt(() -> write(blob(blob), temporary -> linkOrCopy(from.blob(blob), temporary)));
        }
        return true;
    }

    private static void linkOrCopy(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING); // another file system, or one without links
        }
    }

    private void store(Manifest manifest) throws Unavailable, Refused {
        for (var part : Parts.all(manifest)) {
            if (!has(part.digest())) {
                throw Wrong.answer("The manifest " + manifest.digest() + " names " + part.digest()
                        + ", which is not in " + directory + ".");
            }
        }
        var digest = manifest.digest();
        attempt(() -> write(
                blob(digest),
                temporary -> Files.write(temporary, manifest.bytes().array())));
    }

    private LayoutIndex index() throws Unavailable, Refused {
        var file = directory.resolve("index.json");
        if (!Files.exists(file)) {
            return new LayoutIndex(List.of());
        }
        var read = ManifestReader.read(file.toString(), Optional.of(MediaTypes.OCI_INDEX), read(file, file.toString()));
        return new LayoutIndex(read.content().manifests());
    }

    private synchronized void change(UnaryOperator<LayoutIndex> change) throws Unavailable, Refused {
        var before = index();
        var after = change.apply(before);
        if (!after.equals(before)) {
            var bytes = Manifest.index(after.entries(), Map.of()).bytes().array();
            attempt(() -> write(directory.resolve("index.json"), temporary -> Files.write(temporary, bytes)));
        }
    }

    private Path blob(Digest digest) {
        return directory.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
    }

    private static Bytes read(Path file, String what) throws Unavailable, Refused {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(Json.LIMIT + 1);
            if (bytes.length > Json.LIMIT) {
                throw Wrong.answer(what + " has more than " + Json.LIMIT + " bytes.");
            }
            return Bytes.of(bytes);
        } catch (IOException e) {
            throw new Unavailable(what + " cannot be read: " + e, e);
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    @FunctionalInterface
    private interface Writing {
        void to(Path temporary) throws IOException;
    }

    private void attempt(Action action) throws Unavailable {
        try {
            action.run();
        } catch (IOException e) {
            throw new Unavailable(directory + " cannot be written: " + e, e);
        }
    }

    private void write(Path target, Writing writing) throws IOException {
        Files.createDirectories(target.getParent());
        var mark = directory.resolve("oci-layout");
        if (!Files.exists(mark) && !target.equals(mark)) {
            write(mark, temporary -> Files.write(temporary, MARK.array()));
        }
        var temporary = directory.resolve(".new-" + UUID.randomUUID());
        try {
            writing.to(temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
