package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import imagefactory.cli.factory.RunView.CauseView;
import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Runs from JSON. What it does not know, it passes over: the factory may be newer than this program. */
public final class RunReader {
    private RunReader() {}

    public static RunView read(JsonNode json) {
        return new RunView(
                json.path("id").asLong(),
                json.path("image").asText(),
                json.path("due").asText(),
                text(json, "waitsFor"),
                instant(json, "until"),
                instant(json, "opened").orElse(Instant.EPOCH),
                instant(json, "begun"),
                instant(json, "closed"),
                list(json.path("causes"), RunReader::cause),
                text(json, "digest").map(Digest::new),
                problem(json.path("problem")),
                ResultsReader.read(json.path("results")));
    }

    static Optional<Problem> problem(JsonNode json) {
        return text(json, "code")
                .map(code -> new Problem(
                        Answers.code(code),
                        json.path("text").asText(),
                        json.path("advice").asText()));
    }

    static Optional<String> text(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).textValue());
    }

    static Optional<Instant> instant(JsonNode json, String name) {
        return text(json, name).map(Instant::parse);
    }

    static <T> List<T> list(JsonNode array, Function<JsonNode, T> reader) {
        var list = new ArrayList<T>();
        StreamSupport.stream(array.spliterator(), false).map(reader).forEach(list::add);
        return List.copyOf(list);
    }

    static CauseView cause(JsonNode json) {
        return new CauseView(
                json.at("/event/id").asText(),
                instant(json, "at").orElse(Instant.EPOCH),
                ReasonReader.read(json.path("reason")));
    }
}
