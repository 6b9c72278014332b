package imagefactory.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A factory that answers by the book: what was laid down for each request, the last answer again and again. */
public final class PlayedFactory implements AutoCloseable {
    private static final String PROBLEM = "{\"code\":\"%s\",\"detail\":\"%s\",\"advice\":\"%s\",\"status\":%d}";

    private final HttpServer server;
    private final Map<String, Deque<Answer>> book = new ConcurrentHashMap<>();
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    private record Answer(int status, String type, String body) {
        /** As the factory makes them: the same for the same bytes. */
        private String tag() {
            return "\"" + Integer.toHexString(body.hashCode()) + "\"";
        }
    }

    /** A request that came. */
    public record Asked(String what, Optional<String> authorization, Optional<String> unless, String body) {}

    public PlayedFactory() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param what as {@code GET /images} */
    public PlayedFactory answers(String what, String json) {
        return add(what, new Answer(200, "application/json", json));
    }

    public PlayedFactory answersWith(String what, int status, String json) {
        return add(what, new Answer(status, "application/json", json));
    }

    public PlayedFactory sends(String what, String text) {
        return add(what, new Answer(200, "text/plain;charset=UTF-8", text));
    }

    public PlayedFactory refuses(String what, int status, String code, String text, String advice) {
        return add(what, new Answer(status, "application/problem+json", PROBLEM.formatted(code, text, advice, status)));
    }

    public PlayedFactory breaks(String what, int status, String body) {
        return add(what, new Answer(status, "text/html", body));
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private PlayedFactory add(String what, Answer answer) {
        book.computeIfAbsent(what, any -> new ArrayDeque<>()).add(answer);
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var what = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            asked.add(new Asked(
                    what,
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-None-Match")),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            var answer = next(what);
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", answer.type());
            if (answer.status() == 200) {
                exchange.getResponseHeaders().add("ETag", answer.tag());
            }
            if (answer.tag().equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Answer next(String what) {
        var answers = book.getOrDefault(
                what,
                new ArrayDeque<>(List.of(new Answer(
                        404,
                        "application/problem+json",
                        PROBLEM.formatted("not-found", "There is no " + what + ".", "-", 404)))));
        return answers.size() > 1 ? answers.remove() : answers.getFirst();
    }
}
