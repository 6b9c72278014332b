package imagefactory.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The factory's HTTP interface, as far as it is asked here. */
final class Api implements AutoCloseable {
    private static final int OK = 200;
    private static final Duration LONGEST_RUN = Duration.ofMinutes(2);
    private static final Duration BETWEEN = Duration.ofMillis(25);

    private final String url;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ObjectMapper json = new ObjectMapper();

    Api(String url) {
        this.url = url;
    }

    boolean ready() {
        try {
            return get("/q/health/ready").statusCode() == OK;
        } catch (IOException e) {
            return false; // nobody listens yet
        }
    }

    /** Waits until the run that the event caused is over. */
    Run over(String event) throws IOException {
        return Patience.until("the run of event " + event, LONGEST_RUN, BETWEEN, () -> run(event));
    }

    private Optional<Run> run(String event) throws IOException {
        var seen = read("/events/" + event);
        if (seen.isEmpty() || seen.get().path("runs").isEmpty()) {
            return Optional.empty();
        }
        var run = read("/runs/" + seen.get().path("runs").get(0).asLong()).orElseThrow();
        if (run.path("closed").asText("").isEmpty()) {
            return Optional.empty();
        }
        if (!run.path("problem").isMissingNode() && !run.path("problem").isNull()) {
            throw new IllegalStateException("the measured run failed: " + run.path("problem"));
        }
        return Optional.of(Run.of(run));
    }

    private Optional<JsonNode> read(String path) throws IOException {
        var answer = get(path);
        return answer.statusCode() == OK ? Optional.of(json.readTree(answer.body())) : Optional.empty();
    }

    private java.net.http.HttpResponse<String> get(String path) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    static Instant instant(JsonNode text) {
        return java.time.OffsetDateTime.parse(text.asText()).toInstant();
    }

    @Override
    public void close() {
        http.close();
    }
}
