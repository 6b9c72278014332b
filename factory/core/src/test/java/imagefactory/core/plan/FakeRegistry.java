package imagefactory.core.plan;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.json.CanonicalJson;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.ImageConfig;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.registry.Registry;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Registries as a map, as far as the observer reads them; what it must not do to them is refused. */
final class FakeRegistry implements Registry {
    private final Map<ImageRef, Manifest> manifests = new TreeMap<>();
    private final Map<Digest, ImageConfig> configs = new TreeMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private Optional<Unavailable> away = Optional.empty();

    /** What was asked, in order: {@code manifest docker.io/library/debian:12}. */
    List<String> asked() {
        return asked;
    }

    void isAway() {
        away = Optional.of(new Unavailable("the registry is away"));
    }

    /** An index with an image for each platform, under a tag; its children's digests follow from the content. */
    Manifest index(String ref, String content, Platform... platforms) {
        var children = new ArrayList<Descriptor>();
        for (var platform : platforms) {
            children.add(image(content, platform).in(platform, Map.of()));
        }
        return put(ref, Manifest.index(children, Map.of("content", content)));
    }

    /** An image without an index. */
    Manifest single(String ref, String content, Platform platform) {
        var config = new Descriptor(
                MediaTypes.OCI_CONFIG,
                Bytes.utf8("config " + content + platform).digest(),
                1);
        configs.put(config.digest(), new ImageConfig(platform, List.of(), new TreeMap<>()));
        var content2 = new Manifest.Content(
                Optional.of(config), List.of(), List.of(), Optional.empty(), Optional.empty(), new TreeMap<>());
        return put(ref, new Manifest(MediaTypes.OCI_MANIFEST, CanonicalJson.write(config.json()), content2));
    }

    Manifest put(String ref, Manifest manifest) {
        var reference = ImageRef.parse(ref);
        manifests.put(reference, manifest);
        manifests.put(ImageRef.of(reference.repository(), manifest.digest()), manifest);
        return manifest;
    }

    static Descriptor image(String content, Platform platform) {
        return new Descriptor(MediaTypes.OCI_MANIFEST, digest(content, platform), 1);
    }

    static Digest digest(String content, Platform platform) {
        return Bytes.utf8(content + " " + platform).digest();
    }

    @Override
    public Optional<Descriptor> head(ImageRef ref) throws Unavailable {
        ask("head " + ref);
        return Optional.ofNullable(manifests.get(ref)).map(Manifest::descriptor);
    }

    @Override
    public Optional<Manifest> manifest(ImageRef ref) throws Unavailable {
        ask("manifest " + ref);
        return Optional.ofNullable(manifests.get(ref));
    }

    @Override
    public ImageConfig config(Repository repository, Descriptor config) throws Unavailable {
        ask("config " + repository);
        return Optional.ofNullable(configs.get(config.digest())).orElseThrow();
    }

    @Override
    public List<String> tags(Repository repository) throws Unavailable {
        ask("tags " + repository);
        return manifests.keySet().stream()
                .filter(ref -> ref.repository().equals(repository))
                .flatMap(ref -> ref.tag().stream())
                .toList();
    }

    private void ask(String what) throws Unavailable {
        asked.add(what);
        if (away.isPresent()) {
            throw away.get();
        }
    }

    @Override
    public void put(ImageRef target, Manifest manifest) {
        throw readsOnly();
    }

    @Override
    public boolean has(Repository repository, Digest blob) {
        throw readsOnly();
    }

    @Override
    public InputStream blob(Repository repository, Descriptor blob) {
        throw readsOnly();
    }

    @Override
    public void putBlob(Repository repository, Descriptor blob, BlobSource content) {
        throw readsOnly();
    }

    @Override
    public boolean mount(Repository repository, Digest blob, Repository from) {
        throw readsOnly();
    }

    @Override
    public List<Descriptor> referrers(Repository repository, Digest subject) {
        throw readsOnly();
    }

    @Override
    public void attach(Repository repository, List<Manifest> referrers) throws Refused {
        throw readsOnly();
    }

    @Override
    public void delete(ImageRef ref) {
        throw readsOnly();
    }

    private static IllegalStateException readsOnly() {
        return new IllegalStateException("the observer reads manifests, configurations and tags, nothing else");
    }
}
