package imagefactory.app.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** The factory's own JSON in columns: what cannot be read back is a fault of the factory, not of a user. */
@Singleton
public final class Json {
    /** In JSON a NUL is legal, in PostgreSQL's texts it is not: a build may well write one. */
    private static final Pattern NUL = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private final ObjectMapper mapper;

    public Json(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public String write(Object value) {
        try {
            return storable(mapper.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value, e);
        }
    }

    /** With the type said, for values of an open set: what a list holds is not known from the list. */
    public <T> String writeAs(T value, TypeReference<T> type) {
        try {
            return storable(mapper.writerFor(type).writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value, e);
        }
    }

    public <T> T read(String text, TypeReference<T> type) {
        try {
            return mapper.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not the factory's JSON: " + text, e);
        }
    }

    private static String storable(String json) {
        return json.contains("\\u0000") ? NUL.matcher(json).replaceAll("$1 ") : json;
    }

    public JsonNode tree(String text) {
        return read(text, new TypeReference<>() {});
    }
}
