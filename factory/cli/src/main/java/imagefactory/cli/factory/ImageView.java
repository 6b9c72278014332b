package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import java.time.Instant;
import java.util.Optional;

/**
 * How an enrolled image stands.
 *
 * @param state in one word, as the factory says it: {@code fresh}, {@code blocked}, …
 * @param until when it goes on, for one that waits
 * @param published the run that published it last
 * @param open the run that is under way
 */
public record ImageView(
        String name,
        Repository repository,
        String state,
        String because,
        Optional<Instant> until,
        Optional<Problem> problem,
        Optional<RunView> published,
        Optional<RunView> open) {

    /** From the factory's JSON. */
    public static ImageView read(JsonNode json) {
        return new ImageView(
                json.path("name").asText(),
                Repository.parse(json.path("repository").asText()),
                json.path("state").asText(),
                json.path("because").asText(),
                RunReader.instant(json, "until"),
                RunReader.problem(json.path("problem")),
                run(json.path("published")),
                run(json.path("open")));
    }

    private static Optional<RunView> run(JsonNode json) {
        return json.isObject() ? Optional.of(RunReader.read(json)) : Optional.empty();
    }
}
