package imagefactory.core.registry;

import imagefactory.core.image.Digest;
import imagefactory.core.image.Platform;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a registry holds under a digest (OCI image-spec v1.1, "Content Descriptors").
 *
 * @param size in bytes
 * @param platform for what a manifest is, where an index says so
 */
public record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        Optional<Platform> platform,
        Optional<String> artifactType,
        SortedMap<String, String> annotations) {

    public Descriptor {
        annotations = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    public Descriptor(String mediaType, Digest digest, long size) {
        this(mediaType, digest, size, Optional.empty(), Optional.empty(), new TreeMap<>());
    }

    /** The same content, said to be for this platform and annotated like this. */
    public Descriptor in(Platform place, Map<String, String> said) {
        return new Descriptor(mediaType, digest, size, Optional.of(place), artifactType, new TreeMap<>(said));
    }

    /** As canonical JSON takes it. */
    public Map<String, Object> json() {
        var json = new TreeMap<String, Object>();
        json.put("mediaType", mediaType);
        json.put("digest", digest);
        json.put("size", size);
        json.put("artifactType", artifactType);
        json.put("platform", platform.map(Descriptor::json));
        json.put("annotations", annotations.isEmpty() ? Optional.empty() : Optional.of(annotations));
        return json;
    }

    private static Map<String, Object> json(Platform platform) {
        return Map.of("os", platform.os(), "architecture", platform.architecture(), "variant", platform.variant());
    }
}
