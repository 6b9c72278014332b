package imagefactory.oci.content;

import com.fasterxml.jackson.databind.JsonNode;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Refused;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads manifests and indexes as others wrote them: OCI image-spec v1.1 and Docker's image manifest v2 schema 2.
 *
 * <p>Bytes that could be read in two ways are refused (CVE-2021-41190): a media type said in two places has to be the same
 * one, and nothing is an index and an image at once.
 */
public final class ManifestReader {
    private static final int MAX_ENTRIES = 2_000;
    private static final int MAX_ANNOTATIONS = 1_000;

    private final String where;
    private final JsonNode root;

    private ManifestReader(String where, JsonNode root) {
        this.where = where;
        this.root = root;
    }

    /**
     * @param where names the manifest and its registry, for messages
     * @param said the media type that came along with the bytes; anything but a known one counts as none
     */
    public static Manifest read(String where, Optional<String> said, Bytes bytes) throws Refused {
        refuseSchema1(where, said.orElse(""));
        try {
            var reader = new ManifestReader(where, Json.object(bytes));
            return new Manifest(reader.mediaType(said.filter(MediaTypes.MANIFESTS::contains)), bytes, reader.content());
        } catch (IOException e) {
            throw Wrong.answer(where + " is not a manifest: " + Json.why(e) + ".");
        }
    }

    private static void refuseSchema1(String where, String said) throws Refused {
        if (said.startsWith("application/vnd.docker.distribution.manifest.v1+")) {
            throw Wrong.answer(
                    where + " is in Docker's old schema 1, which names no configuration and has no stable digest.",
                    "Push it again with a docker, buildah or skopeo of the last years, which write schema 2 or OCI.");
        }
    }

    private String mediaType(Optional<String> said) throws Refused, IOException {
        if (root.path("schemaVersion").intValue() != 2) {
            refuseSchema1(where, root.has("fsLayers") ? "application/vnd.docker.distribution.manifest.v1+json" : "");
            throw Wrong.answer(where + " is not a manifest: schemaVersion is not 2.");
        }
        var written = Json.text(root, "mediaType");
        if (said.isPresent() && written.isPresent() && !said.equals(written)) {
            throw Wrong.answer(
                    where + " was served as " + said.get() + " but calls itself " + shown(written.get()) + ".");
        }
        var type =
                said.or(() -> written).orElse(root.has("manifests") ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST);
        if (!MediaTypes.MANIFESTS.contains(type)) {
            throw Wrong.answer(
                    where + " is of the media type " + shown(type) + ", which is neither an image nor an index.");
        }
        refuseTwofold(type);
        return type;
    }

    private void refuseTwofold(String type) throws Refused {
        boolean index = MediaTypes.isIndex(type);
        boolean image = root.has("config") || root.has("layers");
        if (index
                ? image || !root.path("manifests").isArray()
                : root.has("manifests") || !root.path("layers").isArray()) {
            throw Wrong.answer(where + " is served as " + type + " but does not have the fields of one.");
        }
    }

    private Manifest.Content content() throws IOException {
        var config = optional("config");
        if (root.has("layers") && config.isEmpty()) {
            throw new IOException("it has layers and no config");
        }
        return new Manifest.Content(
                config,
                list("layers"),
                list("manifests"),
                optional("subject"),
                Json.text(root, "artifactType"),
                annotations(root));
    }

    private Optional<Descriptor> optional(String key) throws IOException {
        return root.path(key).isObject() ? Optional.of(descriptor(root.path(key))) : Optional.empty();
    }

    private List<Descriptor> list(String key) throws IOException {
        var nodes = root.path(key);
        if (nodes.size() > MAX_ENTRIES) {
            throw new IOException(nodes.size() + " entries in " + key + ", more than " + MAX_ENTRIES);
        }
        var descriptors = new ArrayList<Descriptor>();
        for (var node : nodes) {
            descriptors.add(descriptor(node));
        }
        return descriptors;
    }

    private static Descriptor descriptor(JsonNode node) throws IOException {
        var digest = Json.text(node, "digest").filter(Digest::isDigest);
        var mediaType = Json.text(node, "mediaType");
        var size = node.path("size");
        if (digest.isEmpty() || mediaType.isEmpty() || !size.canConvertToLong() || size.longValue() < 0) {
            throw new IOException("one of its descriptors lacks a mediaType, a digest or a size");
        }
        return new Descriptor(
                mediaType.get(),
                new Digest(digest.get()),
                size.longValue(),
                platform(node.path("platform")),
                Json.text(node, "artifactType"),
                annotations(node));
    }

    /** Empty for what is no platform: attestations in an index say {@code unknown/unknown} or nothing. */
    static Optional<Platform> platform(JsonNode node) {
        var os = Json.text(node, "os");
        var architecture = Json.text(node, "architecture");
        if (os.isEmpty() || architecture.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Platform.of(os.get(), architecture.get(), Json.text(node, "variant")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static SortedMap<String, String> annotations(JsonNode node) throws IOException {
        var annotations = new TreeMap<String, String>();
        var said = node.path("annotations");
        if (said.size() > MAX_ANNOTATIONS) {
            throw new IOException(said.size() + " annotations, more than " + MAX_ANNOTATIONS);
        }
        for (var entry : said.properties()) {
            if (!entry.getValue().isTextual()) {
                throw new IOException("an annotation that is not a string");
            }
            annotations.put(entry.getKey(), entry.getValue().textValue());
        }
        return annotations;
    }

    private static String shown(String text) {
        return Shown.text(text);
    }
}
