package imagefactory.trust;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.sign.Statement;
import imagefactory.core.sign.Statement.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads in-toto statements: v1, and v0.1 as cosign 3 still writes it for attestations. The predicate is passed on byte for byte.
 *
 * <p>What is no statement is an {@link IllegalArgumentException} that names the place.
 */
final class StatementReader {
    private static final String WHAT = "the statement";
    private static final Set<String> TYPES = Set.of(Statement.TYPE, "https://in-toto.io/Statement/v0.1");
    private static final Set<String> SUBJECT =
            Set.of("name", "digest", "uri", "content", "downloadLocation", "mediaType", "annotations");

    private final Bytes document;
    private final Map<String, Json> fields = new HashMap<>();
    private @Nullable Bytes predicate;

    private StatementReader(Bytes document) {
        this.document = document;
    }

    static Statement read(Bytes document) {
        try (var parser = Json.parser(WHAT, document)) {
            return new StatementReader(document).read(parser);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(WHAT + " is not JSON as it is allowed: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
        }
    }

    private Statement read(JsonParser parser) throws IOException {
        parser.nextToken(); // the brace, which was looked at already
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            field(parser, parser.currentName());
        }
        if (parser.nextToken() != null) {
            throw new IllegalArgumentException(WHAT + " goes on behind its end");
        }
        return statement();
    }

    private void field(JsonParser parser, String name) throws IOException {
        var value = parser.nextToken();
        switch (name) {
            case "predicate" -> predicate = slice(parser, value);
            case "_type", "predicateType", "subject" -> fields.put(name, Json.piece(WHAT + "." + name, parser));
            default -> throw new IllegalArgumentException(WHAT + " has the unknown field " + name);
        }
    }

    private Bytes slice(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException(WHAT + ".predicate is not an object");
        }
        int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        int to = Math.toIntExact(parser.currentLocation().getByteOffset());
        return Bytes.of(Arrays.copyOfRange(document.array(), from, to));
    }

    private Statement statement() {
        var type = field("_type").text();
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException(WHAT + " is of the type " + type + ", not " + Statement.TYPE);
        }
        if (predicate == null) {
            throw new IllegalArgumentException(WHAT + " has no predicate");
        }
        return new Statement(field("predicateType").text(), subjects(field("subject")), predicate);
    }

    private Json field(String name) {
        var field = fields.get(name);
        if (field == null) {
            throw new IllegalArgumentException(WHAT + " has no " + name);
        }
        return field;
    }

    private static List<Subject> subjects(Json list) {
        var subjects = list.list().stream().map(StatementReader::subject).toList();
        if (subjects.isEmpty()) {
            throw new IllegalArgumentException(list.place() + " is empty");
        }
        return subjects;
    }

    /** By its SHA-256; one that has none cannot be compared with anything here. */
    private static Subject subject(Json json) {
        json.only(SUBJECT);
        var name = json.has("name") ? json.get("name").text() : "";
        return new Subject(
                name, new Digest("sha256:" + json.get("digest").get("sha256").text()));
    }
}
