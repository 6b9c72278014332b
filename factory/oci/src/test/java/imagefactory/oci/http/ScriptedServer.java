package imagefactory.oci.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that says what a test tells it to, and remembers what it was asked. */
final class ScriptedServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Queue<Reply>> script = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** @param target path and query */
    record Seen(String method, String target, String authorization, Bytes body, Map<String, List<String>> headers) {}

    @FunctionalInterface
    interface Reply {
        void to(HttpExchange exchange) throws IOException;

        /** @param headers names and values in turn */
        static Reply of(int status, String body, String... headers) {
            return of(status, body.getBytes(StandardCharsets.UTF_8), headers);
        }

        static Reply of(int status, byte[] body, String... headers) {
            return exchange -> {
                for (int i = 0; i < headers.length; i += 2) {
                    exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
                }
                boolean bodiless = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
                exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
                if (!bodiless) {
                    exchange.getResponseBody().write(body);
                }
                exchange.close();
            };
        }
    }

    ScriptedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Host and port. */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    Repository repository() {
        return new Repository(host(), "demo/portal");
    }

    /** The address of something in the repository. */
    static String path(String rest) {
        return "/v2/demo/portal/" + rest;
    }

    static String blobPath(Digest digest) {
        return path("blobs/" + digest);
    }

    /** What to say to {@code METHOD /path}, one after the other, the last one again and again; the query does not count. */
    ScriptedServer on(String what, Reply... replies) {
        script.put(what, new ArrayDeque<>(List.of(replies)));
        return this;
    }

    List<Seen> seen() {
        return seen;
    }

    List<Seen> seen(String what) {
        return seen.stream()
                .filter(each -> (each.method() + " " + bare(each.target())).equals(what))
                .toList();
    }

    /** A reply that never ends, until the server is closed. */
    Reply hanging(int status, long length, byte[] beginning) {
        return exchange -> {
            exchange.sendResponseHeaders(status, length);
            exchange.getResponseBody().write(beginning);
            exchange.getResponseBody().flush();
            awaitClosing();
        };
    }

    Reply silent() {
        return exchange -> awaitClosing();
    }

    private void awaitClosing() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var target = exchange.getRequestURI().toString();
        var authorization = exchange.getRequestHeaders().getFirst("Authorization");
        seen.add(new Seen(
                exchange.getRequestMethod(),
                target,
                authorization == null ? "" : authorization,
                Bytes.of(exchange.getRequestBody().readAllBytes()),
                Map.copyOf(exchange.getRequestHeaders())));
        next(exchange.getRequestMethod() + " " + bare(target)).to(exchange);
    }

    private synchronized Reply next(String what) {
        var replies = script.get(what);
        if (replies == null) {
            return Reply.of(404, "");
        }
        return replies.size() > 1 ? replies.remove() : replies.element();
    }

    private static String bare(String target) {
        return target.replaceFirst("\\?.*", "");
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.close();
    }
}
