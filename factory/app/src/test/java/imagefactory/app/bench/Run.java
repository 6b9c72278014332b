package imagefactory.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run that is over.
 *
 * @param stages seconds between one saved result and the next, by the name of the later one, in their order: waiting included
 */
record Run(long id, String image, Map<String, Double> stages) {
    private static final double MILLIS = 1000;

    /** Signing, and all that makes it count. */
    private static final List<String> SEALING = List.of("signed", "attested", "attached", "verified");

    static Run of(JsonNode json) {
        var saved = new TreeMap<Instant, String>();
        json.path("times").properties().forEach(entry -> saved.put(Api.instant(entry.getValue()), entry.getKey()));
        var stages = new LinkedHashMap<String, Double>();
        var since = Api.instant(json.path("begun"));
        for (var result : saved.entrySet()) {
            stages.put(
                    result.getValue(), Duration.between(since, result.getKey()).toNanos() / MILLIS / MILLIS / MILLIS);
            since = result.getKey();
        }
        return new Run(json.path("id").asLong(), json.path("image").asText(), stages);
    }

    double stage(String result) {
        var seconds = stages.get(result);
        if (seconds == null) {
            throw new IllegalStateException("run " + id + " of " + image + " has no time of " + result + ": " + stages);
        }
        return seconds;
    }

    double sealing() {
        return SEALING.stream().mapToDouble(this::stage).sum();
    }
}
