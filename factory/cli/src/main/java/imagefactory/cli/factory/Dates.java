package imagefactory.cli.factory;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What time others have. */
public final class Dates {
    private Dates() {}

    /** What a registry says in the header of any answer; empty where it does not. */
    public static Optional<Instant> of(String registry, boolean insecure) {
        var host = registry.equals("docker.io") ? "registry-1.docker.io" : registry;
        try (var http =
                HttpClient.newBuilder().connectTimeout(FactoryClient.CONNECT).build()) {
            var request = HttpRequest.newBuilder(URI.create((insecure ? "http://" : "https://") + host + "/v2/"))
                    .timeout(FactoryClient.CONNECT)
                    .build();
            return http.send(request, BodyHandlers.discarding())
                    .headers()
                    .firstValue("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (IOException | IllegalArgumentException | DateTimeParseException unknown) {
            return Optional.empty(); // whether it answers at all is looked at elsewhere
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
