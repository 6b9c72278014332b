package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import imagefactory.cli.terminal.Terminal;
import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the running factory by HTTP. Whatever it answers with but success is a {@link Refused}: with the factory's own problem
 * where it gave one, with {@code not-reachable} and the URL that was tried where nobody answered.
 */
public final class FactoryClient implements AutoCloseable {
    /** Where the factory is unless {@code FACTORY_URL} says otherwise. */
    public static final String LOCAL = "http://127.0.0.1:8080";

    /** How long a connection may take. */
    public static final Duration CONNECT = Duration.ofSeconds(3);

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 64 << 20;
    private static final int MOST_TOKEN = 64 << 10;
    private static final int SUCCESS = 2;
    private static final int UNCHANGED = 304;
    private static final int ILL = 503;

    private final URI factory;
    private final Optional<String> token;
    private final HttpClient http;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    /** What was answered last: asked again, it need not be sent again while it stays so. */
    private record Seen(String tag, Bytes body) {}

    private FactoryClient(URI factory, Optional<String> token) {
        this.factory = factory;
        this.token = token;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** The factory that the environment names: {@code FACTORY_URL} and {@code FACTORY_TOKEN_FILE}. */
    public static FactoryClient of(Terminal terminal) throws Refused {
        var url = terminal.variable("FACTORY_URL").orElse(LOCAL).replaceFirst("/+$", "");
        var file = terminal.variable("FACTORY_TOKEN_FILE");
        var token = file.isPresent()
                ? Optional.of(new String(terminal.read(file.get(), MOST_TOKEN), StandardCharsets.UTF_8).strip())
                : Optional.<String>empty();
        return new FactoryClient(address(url), token);
    }

    /** A name as a segment of a path or a value of a query. */
    public static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A document. */
    public JsonNode get(String path) throws Refused, InterruptedException {
        return Documents.read(bytes(path));
    }

    /** How it says it is; an ill one answers 503 with a document all the same. */
    JsonNode health() throws Refused, InterruptedException {
        var answer = ask("/q/health", request("/q/health").GET());
        return answer.statusCode() == ILL
                ? Documents.read(Bytes.of(answer.body()))
                : Documents.read(success("/q/health", answer));
    }

    /** A document, or nothing where the factory says {@code not-found}. */
    public Optional<JsonNode> find(String path) throws Refused, InterruptedException {
        var found = findBytes(path);
        return found.isPresent() ? Optional.of(Documents.read(found.get())) : Optional.empty();
    }

    /** Bytes as they are: logs, dead letters. */
    public Bytes bytes(String path) throws Refused, InterruptedException {
        var request = request(path).GET();
        var before = Optional.ofNullable(seen.get(path));
        before.ifPresent(known -> request.header("If-None-Match", known.tag()));
        var answer = ask(path, request);
        if (before.isPresent() && answer.statusCode() == UNCHANGED) {
            return before.get().body();
        }
        var body = success(path, answer);
        answer.headers().firstValue("ETag").ifPresent(tag -> seen.put(path, new Seen(tag, body)));
        return body;
    }

    /** Bytes as they are, or nothing where the factory says {@code not-found}. */
    public Optional<Bytes> findBytes(String path) throws Refused, InterruptedException {
        try {
            return Optional.of(bytes(path));
        } catch (Refused refused) {
            if (refused.problem().code() == Problem.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** Puts something to the factory; the answer is a document. */
    public JsonNode post(String path, Bytes body, String type) throws Refused, InterruptedException {
        var request = request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body.array()));
        return Documents.read(success(path, ask(path, request)));
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(factory.resolve(factory.getPath() + path))
                .timeout(ANSWER);
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        return request;
    }

    private HttpResponse<byte[]> ask(String path, HttpRequest.Builder request) throws Refused, InterruptedException {
        try {
            return http.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        } catch (IOException e) {
            throw new Refused(Answers.unreachable(factory + path, e), e);
        }
    }

    private Bytes success(String path, HttpResponse<byte[]> answer) throws Refused {
        var body = Bytes.of(answer.body());
        if (answer.statusCode() / 100 != SUCCESS) {
            throw new Refused(Answers.problem(factory + path, answer.statusCode(), body));
        }
        return body;
    }

    private static URI address(String url) throws Refused {
        try {
            var address = URI.create(url);
            if (("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                    && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new Refused(noAddress(url), e);
        }
        throw new Refused(noAddress(url));
    }

    private static Problem noAddress(String url) {
        return new Problem(
                Problem.Code.BAD_REQUEST,
                "FACTORY_URL is \"" + url + "\", which is no address of a factory.",
                "Set it to a URL like " + LOCAL + ", or unset it.");
    }
}
