package imagefactory.oci.content;

import com.fasterxml.jackson.databind.JsonNode;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Refused;
import imagefactory.core.registry.ImageConfig;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads image configurations (OCI image-spec v1.1, "Image Configuration"; Docker's are the same here). */
public final class ConfigReader {
    private static final int MAX_LAYERS = 2_000;

    private ConfigReader() {}

    /** @param where names the configuration and its registry, for messages */
    public static ImageConfig read(String where, Bytes bytes) throws Refused {
        try {
            var root = Json.object(bytes);
            return new ImageConfig(
                    platform(root), diffIds(root.path("rootfs").path("diff_ids")), labels(root), created(root));
        } catch (IOException e) {
            throw Wrong.answer(where + " is not an image's configuration: " + Json.why(e) + ".");
        }
    }

    private static Platform platform(JsonNode root) throws IOException {
        return ManifestReader.platform(root).orElseThrow(() -> new IOException("it names no os and architecture"));
    }

    private static List<Digest> diffIds(JsonNode nodes) throws IOException {
        var digests = new ArrayList<Digest>();
        for (var node : nodes) {
            if (!Digest.isDigest(node.asText()) || digests.size() == MAX_LAYERS) {
                throw new IOException("rootfs.diff_ids is not a list of up to " + MAX_LAYERS + " digests");
            }
            digests.add(new Digest(node.asText()));
        }
        return digests;
    }

    /** A time that cannot be read is none: nothing depends on it but an order. */
    private static Optional<Instant> created(JsonNode root) {
        try {
            return Optional.ofNullable(root.path("created").textValue())
                    .map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static SortedMap<String, String> labels(JsonNode root) {
        var labels = new TreeMap<String, String>();
        for (var entry : root.path("config").path("Labels").properties()) {
            labels.put(entry.getKey(), entry.getValue().asText());
        }
        return Collections.unmodifiableSortedMap(labels);
    }
}
