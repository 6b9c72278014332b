package imagefactory.oci.layout;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.ImageConfig;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.Registry;
import imagefactory.oci.content.BlobBroken;
import imagefactory.oci.content.ConfigReader;
import imagefactory.oci.content.Json;
import imagefactory.oci.content.ReferrersIndex;
import imagefactory.oci.content.Wrong;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Registries in a folder: each repository an OCI image layout, {@code 127.0.0.1:5000/demo/portal} in {@code
 * 127.0.0.1_5000/demo+portal}. For one process at a time.
 */
public final class LayoutRegistry implements Registry {
    private final Path root;
    private final Map<Repository, Layout> layouts = new ConcurrentHashMap<>();

    public LayoutRegistry(Path root) {
        this.root = root;
    }

    /** Where a repository is: neither of the signs put in is allowed in names, so that no two share a folder. */
    public Layout layout(Repository repository) {
        return layouts.computeIfAbsent(
                repository,
                name -> new Layout(root.resolve(name.registry().replace(':', '_'))
                        .resolve(name.path().replace('/', '+'))));
    }

    @Override
    public Optional<Descriptor> head(ImageRef ref) throws Unavailable, Refused {
        return manifest(ref).map(LayoutRegistry::bare);
    }

    private static Descriptor bare(Manifest manifest) {
        return new Descriptor(
                manifest.mediaType(), manifest.digest(), manifest.bytes().size());
    }

    @Override
    public Optional<Manifest> manifest(ImageRef ref) throws Unavailable, Refused {
        var layout = layout(ref.repository());
        var digest = ref.digest();
        if (digest.isEmpty()) {
            digest = layout.tagged(ref.reference()).map(Descriptor::digest);
        }
        return digest.isEmpty() ? Optional.empty() : layout.manifest(digest.get());
    }

    @Override
    public void put(ImageRef target, Manifest manifest) throws Unavailable, Refused {
        var layout = layout(target.repository());
        if (target.digest().isEmpty()) {
            layout.put(manifest, target.reference());
        } else if (target.digest().get().equals(manifest.digest())) {
            layout.put(manifest);
        } else {
            throw Wrong.answer(target + " was not put: the manifest's digest is " + manifest.digest() + ".");
        }
    }

    @Override
    public ImageConfig config(Repository repository, Descriptor config) throws Unavailable, Refused {
        if (config.size() > Json.LIMIT) {
            throw Wrong.answer("The configuration " + config.digest() + " of " + repository + " has " + config.size()
                    + " bytes, more than " + Json.LIMIT + ".");
        }
        var what = repository + "@" + config.digest();
        try (var in = blob(repository, config)) {
            return ConfigReader.read(what, Bytes.of(in.readAllBytes()));
        } catch (IOException e) {
            throw BlobBroken.raise(what, e);
        }
    }

    @Override
    public boolean has(Repository repository, Digest blob) {
        return layout(repository).has(blob);
    }

    @Override
    public InputStream blob(Repository repository, Descriptor blob) throws Unavailable, Refused {
        return layout(repository).open(blob);
    }

    @Override
    public void putBlob(Repository repository, Descriptor blob, BlobSource content) throws Unavailable, Refused {
        layout(repository).put(blob, content);
    }

    @Override
    public boolean mount(Repository repository, Digest blob, Repository from) throws Unavailable {
        return repository.registry().equals(from.registry())
                && layout(repository).link(blob, layout(from));
    }

    @Override
    public List<String> tags(Repository repository) throws Unavailable, Refused {
        return layout(repository).tags();
    }

    @Override
    public List<Descriptor> referrers(Repository repository, Digest subject) throws Unavailable, Refused {
        var layout = layout(repository);
        var found = new ArrayList<Descriptor>();
        for (var each : layout.manifests()) {
            layout.manifest(each.digest())
                    .filter(manifest -> isOf(manifest, subject))
                    .map(ReferrersIndex::listed)
                    .filter(listed -> !found.contains(listed))
                    .ifPresent(found::add);
        }
        return found;
    }

    private static boolean isOf(Manifest referrer, Digest subject) {
        return referrer.content().subject().map(Descriptor::digest).equals(Optional.of(subject));
    }

    @Override
    public void attach(Repository repository, List<Manifest> referrers) throws Unavailable, Refused {
        for (var referrer : referrers) {
            layout(repository).put(referrer);
        }
    }

    @Override
    public void delete(ImageRef ref) throws Unavailable, Refused {
        var layout = layout(ref.repository());
        if (ref.digest().isPresent()) {
            layout.remove(ref.digest().get());
        } else {
            layout.untag(ref.reference());
        }
    }
}
