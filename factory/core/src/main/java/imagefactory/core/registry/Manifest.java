package imagefactory.core.registry;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.json.CanonicalJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A manifest or an index: its exact bytes, and what they say (OCI image-spec v1.1; Docker's v2 schema 2).
 *
 * <p>An adapter that read the bytes fills the rest in from them; what the factory makes itself is written by
 * {@link #index} and {@link #artifact}. Never serialised again: the bytes are what is put.
 */
public record Manifest(String mediaType, Bytes bytes, Content content) {
    /**
     * What the bytes say.
     *
     * @param config of an image manifest
     * @param layers of an image manifest, in their order
     * @param manifests of an index, in their order
     */
    public record Content(
            Optional<Descriptor> config,
            List<Descriptor> layers,
            List<Descriptor> manifests,
            Optional<Descriptor> subject,
            Optional<String> artifactType,
            SortedMap<String, String> annotations) {
        public Content {
            layers = List.copyOf(layers);
            manifests = List.copyOf(manifests);
        }
    }

    public Digest digest() {
        return bytes.digest();
    }

    public boolean isIndex() {
        return MediaTypes.isIndex(mediaType);
    }

    public Descriptor descriptor() {
        return new Descriptor(
                mediaType, digest(), bytes.size(), Optional.empty(), content.artifactType(), content.annotations());
    }

    /** An image index of these manifests: a pure function of its arguments, so that asking again gives the same digest. */
    public static Manifest index(List<Descriptor> manifests, Map<String, String> annotations) {
        var json = Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaTypes.OCI_INDEX,
                "manifests",
                manifests.stream().map(Descriptor::json).toList(),
                "annotations",
                annotations);
        var content = new Content(
                Optional.empty(), List.of(), manifests, Optional.empty(), Optional.empty(), new TreeMap<>(annotations));
        return new Manifest(MediaTypes.OCI_INDEX, CanonicalJson.write(json), content);
    }

    /** An artifact of one layer that refers to a subject (image-spec v1.1, "Guidelines for Artifact Usage"). */
    public static Manifest artifact(Descriptor subject, Descriptor layer, Map<String, String> annotations) {
        var bare = new Descriptor(subject.mediaType(), subject.digest(), subject.size());
        var config = new Descriptor(MediaTypes.OCI_EMPTY, EMPTY.digest(), EMPTY.size());
        var json = Map.of(
                "schemaVersion", 2,
                "mediaType", MediaTypes.OCI_MANIFEST,
                "artifactType", layer.mediaType(),
                "config", config.json(),
                "layers", List.of(layer.json()),
                "subject", bare.json(),
                "annotations", annotations);
        var content = new Content(
                Optional.of(config),
                List.of(layer),
                List.of(),
                Optional.of(bare),
                Optional.of(layer.mediaType()),
                new TreeMap<>(annotations));
        return new Manifest(MediaTypes.OCI_MANIFEST, CanonicalJson.write(json), content);
    }

    /** The empty JSON object that artifacts have as their config. */
    public static final Bytes EMPTY = Bytes.utf8("{}");
}
