package imagefactory.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Serves repositories by {@code git http-backend} over TLS, with a certificate of its own. */
final class GitHttpsServer implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger uploadedBytes = new AtomicInteger();

    private final HttpsServer server;
    private final Path root;
    private final Path authority;
    private final Optional<String> login;

    /** @param login {@code user:token}, or nothing for everyone */
    GitHttpsServer(Path root, Path keys, Optional<String> login) throws IOException, GeneralSecurityException {
        this.root = root;
        this.login = login;
        authority = keys.resolve("ca.pem");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        server.createContext("/", this::handle);
        server.start();
    }

    URI url(String path) {
        return URI.create("https://localhost:" + server.getAddress().getPort() + "/" + path);
    }

    String credentialsFile() {
        return "localhost_" + server.getAddress().getPort();
    }

    Path authority() {
        return authority;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private SSLContext context(Path keys) throws IOException, GeneralSecurityException {
        var store = keys.resolve("server.p12");
        keytool(
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                "s",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1");
        keytool(
                "-exportcert",
                "-rfc",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                "s",
                "-file",
                authority.toString());
        var loaded = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(loaded, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... arguments) throws IOException {
        var command = new java.util.ArrayList<String>();
        command.add(System.getProperty("java.home") + "/bin/keytool");
        command.addAll(java.util.List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + out);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            if (login.isPresent() && !authorized(exchange)) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            answer(exchange, backend(exchange));
        }
    }

    private boolean authorized(HttpExchange exchange) {
        var expected = "Basic "
                + Base64.getEncoder().encodeToString(login.orElseThrow().getBytes(StandardCharsets.UTF_8));
        return expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private byte[] backend(HttpExchange exchange) throws IOException {
        var builder = new ProcessBuilder("git", "http-backend");
        var environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("GIT_CONFIG_COUNT", "3");
        environment.put("GIT_CONFIG_KEY_0", "uploadpack.allowFilter");
        environment.put("GIT_CONFIG_VALUE_0", "true");
        environment.put("GIT_CONFIG_KEY_1", "safe.directory");
        environment.put("GIT_CONFIG_VALUE_1", "*");
        environment.put("GIT_CONFIG_KEY_2", "http.receivepack");
        environment.put("GIT_CONFIG_VALUE_2", "true");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        put(environment, "QUERY_STRING", exchange.getRequestURI().getRawQuery());
        put(environment, "CONTENT_TYPE", exchange.getRequestHeaders().getFirst("Content-Type"));
        put(environment, "HTTP_CONTENT_ENCODING", exchange.getRequestHeaders().getFirst("Content-Encoding"));
        put(environment, "GIT_PROTOCOL", exchange.getRequestHeaders().getFirst("Git-Protocol"));
        var process = builder.start();
        try (var out = process.getOutputStream()) {
            exchange.getRequestBody().transferTo(out);
        }
        return process.getInputStream().readAllBytes();
    }

    private static void put(java.util.Map<String, String> environment, String name, String value) {
        environment.put(name, value == null ? "" : value);
    }

    private void answer(HttpExchange exchange, byte[] cgi) throws IOException {
        var text = new String(cgi, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        int status = 200;
        for (var line : text.substring(0, end).split("\r\n", -1)) {
            var header = line.split(": ", 2);
            if (header[0].equals("Status")) {
                status = Integer.parseInt(header[1].substring(0, 3));
            } else {
                exchange.getResponseHeaders().add(header[0], header[1]);
            }
        }
        var body = new ByteArrayOutputStream();
        body.write(cgi, end + 4, cgi.length - end - 4);
        uploadedBytes.addAndGet(body.size());
        exchange.sendResponseHeaders(status, body.size() == 0 ? -1 : body.size());
        body.writeTo(exchange.getResponseBody());
    }

    static void copyAuthority(GitHttpsServer server, Path credentials) throws IOException {
        Files.copy(server.authority(), credentials.resolve(server.credentialsFile() + ".crt"));
    }
}
