package imagefactory.scanner;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.ImageConfig;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.registry.Registry;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A registry that holds one database, or refuses, or is away. */
final class DatabaseShelf implements Registry {
    static final ImageRef REF = ImageRef.parse("ghcr.io/aquasecurity/trivy-db:2");
    static final String LAYER = "application/vnd.aquasec.trivy.db.layer.v1.tar+gzip";

    private Optional<Manifest> manifest = Optional.empty();
    private Bytes layer = Bytes.utf8("");
    private boolean away;
    private Optional<Problem> refusal = Optional.empty();
    private int asked;
    private int brought;

    void hold(String mediaType, byte[] layer) {
        this.layer = Bytes.of(layer);
        var descriptor = new Descriptor(mediaType, this.layer.digest(), layer.length);
        var content = new Manifest.Content(
                Optional.empty(), List.of(descriptor), List.of(), Optional.empty(), Optional.empty(), new TreeMap<>());
        manifest = Optional.of(new Manifest(MediaTypes.OCI_MANIFEST, Bytes.utf8("of " + descriptor.digest()), content));
    }

    void isAway(boolean away) {
        this.away = away;
    }

    void refuse(Problem problem) {
        refusal = Optional.of(problem);
    }

    int asked() {
        return asked;
    }

    int brought() {
        return brought;
    }

    @Override
    public Optional<Descriptor> head(ImageRef ref) throws Unavailable, Refused {
        asked++;
        if (away) {
            throw new Unavailable("ghcr.io is away");
        }
        if (refusal.isPresent()) {
            throw new Refused(refusal.get());
        }
        return manifest.filter(any -> ref.equals(REF)).map(Manifest::descriptor);
    }

    @Override
    public Optional<Manifest> manifest(ImageRef ref) {
        return manifest.filter(
                held -> ref.digest().filter(held.digest()::equals).isPresent());
    }

    @Override
    public InputStream blob(Repository repository, Descriptor blob) {
        brought++;
        return new ByteArrayInputStream(layer.array());
    }

    @Override
    public void put(ImageRef target, Manifest manifest) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ImageConfig config(Repository repository, Descriptor config) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean has(Repository repository, Digest blob) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void putBlob(Repository repository, Descriptor blob, BlobSource content) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean mount(Repository repository, Digest blob, Repository from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> tags(Repository repository) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Descriptor> referrers(Repository repository, Digest subject) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void attach(Repository repository, List<Manifest> referrers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(ImageRef ref) {
        throw new UnsupportedOperationException();
    }
}
