package imagefactory.trust;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import imagefactory.core.image.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * JSON from outside, read strictly: no key twice, nothing after the end, within limits, base64 in its one canonical form.
 *
 * <p>What is not as expected is an {@link IllegalArgumentException} that names the place.
 */
record Json(String place, JsonNode node) {
    private static final int MAX_BYTES = 32 << 20;
    private static final int MAX_DEPTH = 200;
    private static final int MAX_LIST = 10_000;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_BYTES)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectReader PIECES = MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** A whole document, of which the root is an object; {@code what} names it in messages. */
    static Json read(String what, Bytes document) {
        try {
            return new Json(what, MAPPER.readTree(checked(what, document))).object();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(what + " is not JSON as it is allowed: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
        }
    }

    /** For a document that is read piece by piece: its reader sees to the end. */
    static JsonParser parser(String what, Bytes document) throws IOException {
        return MAPPER.createParser(checked(what, document));
    }

    /** The value at which such a parser stands. */
    static Json piece(String place, JsonParser parser) throws IOException {
        return new Json(place, PIECES.readTree(parser));
    }

    private static byte[] checked(String what, Bytes document) {
        if (document.size() > MAX_BYTES) {
            throw new IllegalArgumentException(
                    what + " has " + document.size() + " bytes, at most " + MAX_BYTES + " are read");
        }
        var bytes = document.array();
        if (bytes.length < 2 || bytes[0] != '{' || bytes[1] == 0) { // the second byte would be 0 in UTF-16 and UTF-32
            throw new IllegalArgumentException(what + " is not a JSON object in UTF-8");
        }
        return bytes;
    }

    /** What stands under this name; there has to be something. */
    Json get(String name) {
        var found = node.get(name);
        if (found == null) {
            throw new IllegalArgumentException(place + " has no " + name);
        }
        return new Json(place + "." + name, found);
    }

    boolean has(String name) {
        return node.has(name);
    }

    /** This, once it is an object with no other fields than these. */
    Json only(Set<String> names) {
        object().node.fieldNames().forEachRemaining(name -> known(names, name));
        return this;
    }

    private void known(Set<String> names, String name) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException(place + " has the unknown field " + name);
        }
    }

    Json object() {
        return expect(node.isObject(), "an object");
    }

    String text() {
        return expect(node.isTextual(), "a text").node.textValue();
    }

    /** Nothing but this text is allowed. */
    void is(String expected) {
        expect(text().equals(expected), expected);
    }

    int number() {
        return expect(node.isInt(), "a whole number").node.intValue();
    }

    List<Json> list() {
        expect(node.isArray() && node.size() <= MAX_LIST, "a list of at most " + MAX_LIST);
        return node.valueStream().map(each -> new Json(place + "[]", each)).toList();
    }

    /** An object whose values are all of one kind. */
    <T> SortedMap<String, T> map(Function<Json, T> read) {
        var map = new TreeMap<String, T>();
        object().node.fieldNames().forEachRemaining(name -> map.put(name, read.apply(get(name))));
        return map;
    }

    /** Bytes in standard base64 with its padding and no bits to spare (RFC 4648, section 4), as it has one spelling only. */
    Bytes base64() {
        var text = text();
        try {
            var bytes = Base64.getDecoder().decode(text);
            expect(Base64.getEncoder().encodeToString(bytes).equals(text), "canonical base64");
            return Bytes.of(bytes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + " is not canonical base64", e);
        }
    }

    private Json expect(boolean is, String what) {
        if (!is) {
            throw new IllegalArgumentException(place + " is not " + what);
        }
        return this;
    }
}
