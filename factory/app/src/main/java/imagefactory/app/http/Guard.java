package imagefactory.app.http;

import imagefactory.app.config.FactoryConfig;
import imagefactory.core.outcome.Problem;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Who may ask: this machine, as long as no web page asks on its behalf ({@code Host} and {@code Origin} are checked); others
 * with the bearer token. Health and metrics are served elsewhere and need neither.
 */
@Singleton
public final class Guard {
    private static final Logger LOG = Logger.getLogger(Guard.class);
    private static final Set<String> OURSELVES = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final String BEARER = "Bearer ";

    private final Answers answers;
    private final Provider<FactoryConfig> config;

    /** The filter is made before the configuration is read, so it asks when it is asked. */
    Guard(Answers answers, Provider<FactoryConfig> config) {
        this.answers = answers;
        this.config = config;
    }

    @ServerRequestFilter(preMatching = true)
    public Optional<Response> check(ContainerRequestContext asked, HttpServerRequest connection) {
        if (hasToken(asked) || isOurselves(asked, connection)) {
            return Optional.empty();
        }
        var refused = answers.problem(
                Response.Status.UNAUTHORIZED.getStatusCode(),
                new Problem(
                        Problem.Code.BAD_REQUEST,
                        "The request came from another machine or another site, and carries no valid token.",
                        "Send Authorization: Bearer with the content of the file that factory.http.token names."));
        return Optional.of(Response.fromResponse(refused)
                .header(HttpHeaders.WWW_AUTHENTICATE, BEARER.strip()) // RFC 9110, 15.5.2
                .build());
    }

    private boolean hasToken(ContainerRequestContext asked) {
        var header = Optional.ofNullable(asked.getHeaderString(HttpHeaders.AUTHORIZATION));
        var file = config.get().http().token();
        return header.isPresent()
                && file.isPresent()
                && header.get().startsWith(BEARER)
                && isToken(header.get().substring(BEARER.length()), file.get());
    }

    /** Read each time: a token that was replaced counts at once. */
    private static boolean isToken(String given, Path file) {
        try {
            var expected = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
            return expected.length > 0 && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected);
        } catch (IOException e) {
            LOG.errorf("the token file of factory.http.token cannot be read, so no token is valid: %s", e.getMessage());
            return false;
        }
    }

    private static boolean isOurselves(ContainerRequestContext asked, HttpServerRequest connection) {
        return isLoopback(connection.remoteAddress().hostAddress())
                && isOurHost(asked.getHeaderString(HttpHeaders.HOST))
                && isOurOrigin(asked.getHeaderString("Origin"));
    }

    private static boolean isLoopback(String address) {
        return InetAddress.ofLiteral(address).isLoopbackAddress();
    }

    private static boolean isOurHost(@org.jspecify.annotations.Nullable String host) {
        return host != null && OURSELVES.contains(host.replaceAll(":[0-9]+$", ""));
    }

    private static boolean isOurOrigin(@org.jspecify.annotations.Nullable String origin) {
        if (origin == null) {
            return true;
        }
        try {
            var host = URI.create(origin).getHost();
            return host != null && OURSELVES.contains(host);
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }
}
