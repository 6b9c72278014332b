package imagefactory.oci.content;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import imagefactory.core.image.Bytes;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads JSON that comes from outside.
 *
 * <p>At most {@value #LIMIT} bytes and {@value #DEPTH} levels; no key twice in an object, as two readers could then see two
 * documents in the same bytes; nothing after its end.
 */
public final class Json {
    /** How large a manifest, a configuration or a registry's answer may be, in bytes (distribution-spec v1.1, "Pushing Manifests"). */
    public static final int LIMIT = 4 * 1024 * 1024;

    private static final int DEPTH = 32;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(LIMIT)
                            .maxStringLength(LIMIT)
                            .maxNestingDepth(DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** @throws IOException with the place, if this is not an object within the limits */
    public static JsonNode object(Bytes bytes) throws IOException {
        if (bytes.size() > LIMIT) {
            throw new IOException("larger than " + LIMIT + " bytes");
        }
        var node = MAPPER.readTree(bytes.array());
        if (!node.isObject()) {
            throw new IOException("not a JSON object");
        }
        return node;
    }

    /** The same document in bytes again, its keys in the order they were in. */
    public static Bytes bytes(JsonNode node) {
        try {
            return Bytes.of(MAPPER.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }

    /** What of a failure may be shown: its first line without the document itself. */
    public static String why(IOException e) {
        return e instanceof JsonProcessingException json
                ? json.getOriginalMessage().lines().findFirst().orElse("not JSON")
                : String.valueOf(e.getMessage());
    }

    /** Where reading failed, and nothing of the document: for files that hold secrets. */
    public static String place(IOException e) {
        return e instanceof JsonProcessingException json && json.getLocation() != null
                ? "not JSON at line " + json.getLocation().getLineNr() + ", column "
                        + json.getLocation().getColumnNr()
                : String.valueOf(e.getMessage());
    }

    /** A string that is there and not empty. */
    public static Optional<String> text(JsonNode node, String key) {
        var value = node.path(key);
        return value.isTextual() && !value.textValue().isEmpty() ? Optional.of(value.textValue()) : Optional.empty();
    }
}
