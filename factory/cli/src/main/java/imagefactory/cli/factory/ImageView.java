package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.scan.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How an enrolled image stands.
 *
 * @param state in one word, as the factory says it: {@code fresh}, {@code blocked}, …
 * @param stage what is done for it now, while it is building
 * @param until when it goes on, for one that waits
 * @param digest that was published last
 * @param findings that it was published with, by severity
 * @param published the run that published it last, where one image was asked for
 * @param open the run that is under way, where one image was asked for
 */
public record ImageView(
        String name,
        Repository repository,
        String state,
        Optional<String> stage,
        String because,
        Optional<Instant> until,
        Optional<Problem> problem,
        Optional<Digest> digest,
        Optional<SortedMap<Severity, Integer>> findings,
        Optional<RunView> published,
        Optional<RunView> open) {

    /** From the factory's JSON. */
    public static ImageView read(JsonNode json) {
        return new ImageView(
                json.path("name").asText(),
                Repository.parse(json.path("repository").asText()),
                json.path("state").asText(),
                RunReader.text(json, "stage"),
                json.path("because").asText(),
                RunReader.instant(json, "until"),
                RunReader.problem(json.path("problem")),
                RunReader.text(json, "digest").map(Digest::new),
                findings(json.path("findings")),
                run(json.path("published")),
                run(json.path("open")));
    }

    private static Optional<SortedMap<Severity, Integer>> findings(JsonNode json) {
        var counts = new TreeMap<Severity, Integer>();
        json.properties()
                .forEach(count -> counts.put(
                        Severity.parse(count.getKey()), count.getValue().asInt()));
        return json.isObject() ? Optional.of(Collections.unmodifiableSortedMap(counts)) : Optional.empty();
    }

    private static Optional<RunView> run(JsonNode json) {
        return json.isObject() ? Optional.of(RunReader.read(json)) : Optional.empty();
    }
}
