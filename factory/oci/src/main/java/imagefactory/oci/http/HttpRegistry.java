package imagefactory.oci.http;

import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.ImageConfig;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.Registry;
import imagefactory.oci.content.ConfigReader;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** All registries of the network, each reached by the host in a repository's name. One for a program; close it at its end. */
public final class HttpRegistry implements Registry, AutoCloseable {
    private final RegistryHttp http;
    private final Manifests manifests;
    private final Blobs blobs;
    private final Tags tags;
    private final Referrers referrers;

    /** @throws IllegalArgumentException where the settings name files of certificates that cannot be read */
    public HttpRegistry(RegistrySettings settings) {
        http = new RegistryHttp(settings);
        manifests = new Manifests(http);
        blobs = new Blobs(http);
        tags = new Tags(http);
        referrers = new Referrers(http, manifests);
    }

    @Override
    public Optional<Descriptor> head(ImageRef ref) throws Unavailable, Refused {
        return manifests.head(ref, http.call());
    }

    @Override
    public Optional<Manifest> manifest(ImageRef ref) throws Unavailable, Refused {
        return manifests.get(ref, http.call());
    }

    @Override
    public void put(ImageRef target, Manifest manifest) throws Unavailable, Refused {
        manifests.put(target, manifest, http.call());
    }

    @Override
    public ImageConfig config(Repository repository, Descriptor config) throws Unavailable, Refused {
        return ConfigReader.read(repository + "@" + config.digest(), blobs.read(repository, config));
    }

    @Override
    public boolean has(Repository repository, Digest blob) throws Unavailable, Refused {
        return blobs.has(repository, blob);
    }

    @Override
    public InputStream blob(Repository repository, Descriptor blob) throws Unavailable, Refused {
        return blobs.open(repository, blob);
    }

    @Override
    public void putBlob(Repository repository, Descriptor blob, BlobSource content) throws Unavailable, Refused {
        blobs.put(repository, blob, content);
    }

    @Override
    public boolean mount(Repository repository, Digest blob, Repository from) throws Unavailable, Refused {
        return blobs.mount(repository, blob, from);
    }

    @Override
    public List<String> tags(Repository repository) throws Unavailable, Refused {
        return tags.list(repository);
    }

    @Override
    public List<Descriptor> referrers(Repository repository, Digest subject) throws Unavailable, Refused {
        return referrers.list(repository, subject);
    }

    @Override
    public void attach(Repository repository, List<Manifest> attached) throws Unavailable, Refused {
        referrers.attach(repository, attached);
    }

    @Override
    public void delete(ImageRef ref) throws Unavailable, Refused {
        referrers.delete(ref);
    }

    /** @throws Refused with {@code registry-denied} for somebody who may not; nothing is pushed */
    public void mayPush(Repository repository) throws Unavailable, Refused {
        blobs.mayPush(repository);
    }

    @Override
    public void close() {
        http.close();
    }
}
