package imagefactory.scanner.kubernetes;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Unavailable;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge.Server;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database of a {@code trivy server}, which brings it itself, and says which one it has. */
final class ServerDatabase implements ClusterDatabase {
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final Duration GOOD_FOR = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 1 << 16;

    private final Server server;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private volatile @Nullable Looked looked;

    private record Looked(Known known, Instant at) {}

    ServerDatabase(Server server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    @Override
    public Optional<Known> current() throws Unavailable {
        var last = looked;
        var known = last != null && clock.instant().isBefore(last.at().plus(GOOD_FOR)) ? last.known() : ask();
        return Optional.of(
                known.young(clock.instant(), server.maxAge(), "see why the Trivy server does not bring a new one"));
    }

    private Known ask() throws Unavailable {
        var known = Known.read(answer(), "the Trivy server at " + server.url(), Optional.empty())
                .orElseThrow(() -> new Unavailable(
                        "the Trivy server at " + server.url() + " has no vulnerability database yet; see its log"));
        looked = new Looked(known, clock.instant());
        return known;
    }

    private Bytes answer() throws Unavailable {
        var version = server.url().resolve("/version");
        try {
            var request = HttpRequest.newBuilder(version).timeout(TIMEOUT).build();
            var answer = http.send(request, BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
                    throw new IOException("status " + answer.statusCode());
                }
                return Bytes.of(body.readNBytes(MOST_BYTES));
            }
        } catch (IOException e) {
            throw new Unavailable(
                    "the Trivy server does not answer at " + version + ": " + e
                            + "; start it, or mend factory.scan.kubernetes.server",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("asking the Trivy server at " + version + " was interrupted", e);
        }
    }

    @Override
    public void unreadable(Known known) {
        looked = null; // the server has to bring it anew
    }
}
