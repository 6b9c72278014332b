package imagefactory.oci.http;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.oci.auth.Account;
import imagefactory.oci.auth.Accounts;
import imagefactory.oci.auth.DockerConfig;
import imagefactory.oci.content.Json;
import imagefactory.oci.content.Wrong;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Requests to registries: within their budget, as the right account, along redirects, again where that helps.
 *
 * <p>The account is shown to the registry alone, never to where it redirects.
 */
final class RegistryHttp implements AutoCloseable {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_REDIRECTS = 5;
    private static final Duration TURN =
            Duration.ofMinutes(10); // blobs wait for each other, and large ones take their time

    private final RegistrySettings settings;
    private final Wire wire;
    private final Uris uris;
    private final Tokens tokens;
    private final Map<String, Budget> budgets = new ConcurrentHashMap<>();

    RegistryHttp(RegistrySettings settings) {
        this.settings = settings;
        wire = new Wire(Trust.of(settings.cas()));
        uris = new Uris(settings.insecure());
        tokens = new Tokens(new TokenServer(wire, uris), accounts(settings));
    }

    private static Accounts accounts(RegistrySettings settings) {
        return settings.dockerConfig()
                .<Accounts>map(DockerConfig::new)
                .orElse(repository -> Account.nobody("no file with accounts is configured"));
    }

    Uris uris() {
        return uris;
    }

    /** For one call of the port, however many requests it takes. */
    Patience call() {
        return Patience.until(settings.timeout());
    }

    /** For the waits of one transfer. */
    Patience.Progress transfer() {
        return new Patience.Progress(settings.stall());
    }

    /** An answer of any status but those to be asked again, its body read. */
    Answer call(Ask ask, Patience patience) throws Unavailable, Refused {
        return Retries.patiently(ask.shown(), patience, () -> {
            try (var _ = budget(ask.repository()).call(patience)) {
                return read(ask, authorised(ask, patience, patience));
            }
        });
    }

    /** One attempt at sending a large body. */
    Answer upload(Ask ask, Patience.Progress patience) throws IOException, Unavailable, Refused {
        try (var _ = budget(ask.repository()).upload(Patience.until(TURN))) {
            patience.moved();
            return read(ask, authorised(ask, patience, Patience.each(settings.stall())));
        }
    }

    /** A large body, not yet read; holds its part of the budget until it is closed. */
    InputStream download(Ask ask) throws Unavailable, Refused {
        return Retries.patiently(ask.shown(), Patience.each(settings.stall()), () -> {
            var permit = budget(ask.repository()).download(Patience.until(TURN));
            try {
                var response = authorised(ask, call(), Patience.each(settings.stall()));
                if (response.statusCode() != Answer.OK) {
                    throw refused(ask, read(ask, response));
                }
                return new Permitted(response.body(), permit);
            } catch (IOException | Unavailable | Refused | RuntimeException e) {
                permit.close();
                throw e;
            }
        });
    }

    Refused refused(Ask ask, Answer answer) throws Unavailable, Refused {
        return Refusals.of(ask, answer, tokens.account(ask));
    }

    private static final class Permitted extends FilterInputStream {
        private final Budget.Permit permit;

        Permitted(InputStream in, Budget.Permit permit) {
            super(in);
            this.permit = permit;
        }

        @Override
        public void close() throws IOException {
            try (permit) {
                super.close();
            }
        }
    }

    private HttpResponse<ResponseStream> authorised(Ask ask, Patience head, Patience body)
            throws IOException, Unavailable, Refused {
        var upFront = tokens.upFront(ask, head);
        var response = follow(ask, upFront, head, body);
        if (response.statusCode() != Answer.UNAUTHORIZED) {
            return response;
        }
        var refusal = read(ask, response);
        if (!Uris.isSameOrigin(uris.of(ask.repository(), ""), response.uri())) {
            throw refused(ask, refusal); // another host names no place for this registry's credentials
        }
        var better = tokens.answer(ask, refusal.headers(), upFront, head);
        if (better.isEmpty()) {
            throw refused(ask, refusal);
        }
        return follow(ask, better, head, body);
    }

    private HttpResponse<ResponseStream> follow(Ask ask, Optional<String> authorization, Patience head, Patience body)
            throws IOException, Refused {
        var home = uris.of(ask.repository(), "");
        var at = ask.uri();
        boolean trusted = true;
        for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
            trusted = trusted && Uris.isSameOrigin(home, at);
            var request = ask.request(at);
            if (trusted) {
                authorization.ifPresent(value -> request.header("Authorization", value));
            }
            var response = wire.exchange(request.build(), head, body);
            if (!REDIRECTS.contains(response.statusCode())) {
                return usable(response);
            }
            at = next(ask, at, response);
        }
        throw Wrong.answer(ask.shown() + " was redirected more than " + MAX_REDIRECTS + " times.");
    }

    private URI next(Ask ask, URI at, HttpResponse<ResponseStream> response) throws Refused {
        response.body().close();
        if (!ask.isReading()) {
            throw Wrong.answer(ask.shown() + " was redirected, which is followed for reading only.");
        }
        return uris.next(at, response.headers().firstValue("Location").orElse(""));
    }

    private static HttpResponse<ResponseStream> usable(HttpResponse<ResponseStream> response) throws Busy {
        if (Busy.is(response.statusCode())) {
            response.body().close();
            throw new Busy(response.statusCode(), response.headers());
        }
        return response;
    }

    private static Answer read(Ask ask, HttpResponse<ResponseStream> response) throws IOException, Refused {
        try (var body = response.body()) {
            var bytes = body.readNBytes(Json.LIMIT + 1);
            if (bytes.length > Json.LIMIT) {
                throw Wrong.answer(ask.shown() + " answered with more than " + Json.LIMIT + " bytes.");
            }
            return new Answer(response.statusCode(), response.uri(), response.headers(), Bytes.of(bytes));
        }
    }

    private Budget budget(Repository repository) {
        return budgets.computeIfAbsent(repository.registry(), registry -> new Budget(registry, settings.concurrency()));
    }

    @Override
    public void close() {
        wire.close();
    }
}
