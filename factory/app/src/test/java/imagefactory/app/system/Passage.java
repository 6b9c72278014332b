package imagefactory.app.system;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The HTTP proxy through which one process reaches the registry: nothing of it passes unseen. */
final class Passage implements AutoCloseable {
    private static final Set<String> OF_ONE_HOP = Set.of(
            "connection",
            "content-length",
            "host",
            "http2-settings",
            "proxy-connection",
            "transfer-encoding",
            "upgrade");

    private final String name;
    private final Supplier<Guard> guard;
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();

    Passage(String name, Supplier<Guard> guard) throws IOException {
        this.name = name;
        this.guard = guard;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::pass);
        server.start();
    }

    /** Has a JVM go this way, to this machine too. */
    List<String> flags() {
        return List.of(
                "-Dhttp.proxyHost=127.0.0.1",
                "-Dhttp.proxyPort=" + server.getAddress().getPort(),
                "-Dhttp.nonProxyHosts=");
    }

    /** Of the process whose passage it is. */
    String name() {
        return name;
    }

    /** A registry that is away and a guard that says no look the same: no answer. */
    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var crossing = crossing(exchange, body);
            if (guard.get().lets(crossing)) {
                var answer = client.send(request(exchange, body), BodyHandlers.ofByteArray());
                if (guard.get().answers(crossing)) {
                    answer(exchange, answer);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Crossing crossing(HttpExchange exchange, byte[] body) {
        var effect = Effect.of(exchange.getRequestMethod(), exchange.getRequestURI(), body);
        var begunBy = exchange.getRequestHeaders().getFirst(SmallBuilder.BEGUN_BY);
        return new Crossing(name, effect, begunBy == null ? 0 : Long.parseLong(begunBy));
    }

    private static HttpRequest request(HttpExchange exchange, byte[] body) {
        var request = HttpRequest.newBuilder(exchange.getRequestURI())
                .version(HttpClient.Version.HTTP_1_1)
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((header, values) -> {
            if (!OF_ONE_HOP.contains(header.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(header, value));
            }
        });
        return request.build();
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        var headers = exchange.getResponseHeaders();
        answer.headers().map().forEach((header, values) -> add(headers, header, values));
        var head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            answer.headers().firstValue("Content-Length").ifPresent(length -> headers.set("Content-Length", length));
        }
        var length = answer.body().length == 0 ? -1 : answer.body().length;
        exchange.sendResponseHeaders(answer.statusCode(), length);
        if (length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    private static void add(Headers headers, String header, List<String> values) {
        if (!OF_ONE_HOP.contains(header.toLowerCase(java.util.Locale.ROOT))) {
            headers.put(header, values);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
