package imagefactory.oci.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Refused;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The index under the fallback tag of a subject, where a registry has no referrers API (distribution-spec v1.1,
 * "Referrers Tag Schema").
 *
 * <p>Changed without touching what others wrote into it; ordered by digest, so that the same referrers are the same bytes in
 * whatever order they came.
 */
public final class ReferrersIndex {
    private static final int MAX_TAG_PART = 64;

    private ReferrersIndex() {}

    /** Where the index of a subject is: {@code sha256-<hex>}. */
    public static String tag(Digest subject) {
        var hex = subject.hex();
        return subject.algorithm() + "-" + hex.substring(0, Math.min(hex.length(), MAX_TAG_PART));
    }

    /** How a referrer is listed: its artifact type is its configuration's where it names none. */
    public static Descriptor listed(Manifest referrer) {
        var plain = referrer.descriptor();
        return new Descriptor(
                plain.mediaType(),
                plain.digest(),
                plain.size(),
                Optional.empty(),
                plain.artifactType().or(() -> referrer.content().config().map(Descriptor::mediaType)),
                plain.annotations());
    }

    /** The index with these referrers, each once; the same bytes if they are there already. */
    public static Manifest with(Optional<Manifest> index, List<Manifest> referrers) throws Refused {
        var missing = referrers.stream()
                .filter(referrer -> index.isEmpty() || !names(index.get(), referrer.digest()))
                .distinct()
                .toList();
        if (index.isPresent() && missing.isEmpty()) {
            return index.get();
        }
        var root = index.isPresent() ? tree(index.get()) : empty();
        var manifests = entries(root, node -> true);
        missing.forEach(referrer -> manifests.add(node(listed(referrer))));
        return write(root, manifests);
    }

    /** The index without this referrer. */
    public static Manifest without(Manifest index, Digest referrer) throws Refused {
        if (!names(index, referrer)) {
            return index;
        }
        var root = tree(index);
        return write(root, entries(root, node -> !digest(node).equals(referrer.value())));
    }

    private static boolean names(Manifest index, Digest referrer) {
        return index.content().manifests().stream()
                .anyMatch(each -> each.digest().equals(referrer));
    }

    private static Manifest write(ObjectNode root, List<JsonNode> manifests) throws Refused {
        manifests.sort(Comparator.comparing(ReferrersIndex::digest));
        root.putArray("manifests").addAll(manifests);
        return ManifestReader.read("the index of referrers", Optional.of(MediaTypes.OCI_INDEX), Json.bytes(root));
    }

    private static List<JsonNode> entries(ObjectNode root, Predicate<JsonNode> kept) {
        var entries = new ArrayList<JsonNode>();
        if (root.path("manifests") instanceof ArrayNode array) {
            array.forEach(node -> {
                if (kept.test(node)) {
                    entries.add(node);
                }
            });
        }
        return entries;
    }

    private static String digest(JsonNode node) {
        return node.path("digest").asText();
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
    }

    private static JsonNode node(Descriptor listed) {
        var node = JsonNodeFactory.instance
                .objectNode()
                .put("mediaType", listed.mediaType())
                .put("digest", listed.digest().value())
                .put("size", listed.size());
        listed.artifactType().ifPresent(type -> node.put("artifactType", type));
        if (!listed.annotations().isEmpty()) {
            var annotations = node.putObject("annotations");
            listed.annotations().forEach(annotations::put);
        }
        return node;
    }

    private static ObjectNode tree(Manifest index) throws Refused {
        return (ObjectNode) parse(index.bytes());
    }

    private static JsonNode parse(Bytes bytes) throws Refused {
        try {
            return Json.object(bytes);
        } catch (IOException e) {
            throw Wrong.answer("The index of referrers cannot be read: " + Json.why(e) + ".");
        }
    }
}
