package imagefactory.oci.http;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.oci.auth.Account;
import imagefactory.oci.auth.Accounts;
import imagefactory.oci.auth.Challenge;
import imagefactory.oci.auth.Credential;
import imagefactory.oci.content.Json;
import imagefactory.oci.content.Wrong;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * What is sent as {@code Authorization} (distribution's "Token Authentication"; RFC 7617 for Basic).
 *
 * <p>A registry's way is learnt from its first challenge and then gone up front. Tokens are kept by registry, scopes and
 * account until shortly before they run out; one thread fetches, the others wait for it.
 */
final class Tokens {
    private static final int MAX_KEPT = 5_000;
    private static final int MAX_SCOPES = 20;
    private static final int USUAL_SECONDS = 60;
    private static final int MARGIN_SECONDS = 10;
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,65536}");

    private final TokenServer server;
    private final Accounts accounts;
    private final Map<String, Challenge> ways = new ConcurrentHashMap<>();
    private final Map<Key, Slot> kept = new ConcurrentHashMap<>();

    /** Everything that a token depends on. */
    record Key(String registry, String realm, Optional<String> service, Set<String> scopes, Account account) {}

    private static final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile String token = "";
        private volatile long until = System.nanoTime();

        boolean isValid() {
            return !token.isEmpty() && until - System.nanoTime() > 0;
        }
    }

    Tokens(TokenServer server, Accounts accounts) {
        this.server = server;
        this.accounts = accounts;
    }

    Account account(Ask ask) throws Unavailable, Refused {
        return accounts.of(ask.repository());
    }

    /** What to send before being asked; empty at the first call to a registry. */
    Optional<String> upFront(Ask ask, Patience patience) throws IOException, Unavailable, Refused {
        var account = account(ask);
        if (account.credential() instanceof Credential.RegistryToken(String token)) {
            return Optional.of("Bearer " + token);
        }
        var way = ways.get(ask.repository().registry());
        return way == null ? Optional.empty() : authorization(way, ask, account, patience);
    }

    /** What to send after a 401; empty if there is nothing better than what was refused. */
    Optional<String> answer(Ask ask, HttpHeaders headers, Optional<String> refused, Patience patience)
            throws IOException, Unavailable, Refused {
        var challenges = Challenge.parse(headers.allValues("WWW-Authenticate"));
        var way = challenges.stream()
                .filter(each -> each.isBearer() && each.parameter("realm").isPresent())
                .findFirst()
                .or(() -> challenges.stream().filter(Challenge::isBasic).findFirst());
        if (way.isEmpty() || account(ask).credential() instanceof Credential.RegistryToken) {
            return Optional.empty();
        }
        ways.put(ask.repository().registry(), way.get());
        refused.ifPresent(this::forget);
        return authorization(way.get(), widened(ask, way.get()), account(ask), patience)
                .filter(better -> !refused.equals(Optional.of(better)));
    }

    private static Ask widened(Ask ask, Challenge challenge) {
        var wider = ask;
        for (var scope : challenge.parameter("scope").orElse("").split(" ", MAX_SCOPES)) {
            wider = scope.isBlank() ? wider : wider.also(scope);
        }
        return wider;
    }

    private void forget(String refused) {
        kept.values().removeIf(slot -> refused.equals("Bearer " + slot.token));
    }

    private Optional<String> authorization(Challenge way, Ask ask, Account account, Patience patience)
            throws IOException, Unavailable, Refused {
        if (way.isBasic()) {
            return account.credential() instanceof Credential.Login login
                    ? Optional.of(basic(login))
                    : Optional.empty();
        }
        var key = new Key(
                ask.repository().registry(),
                way.parameter("realm").orElse(""),
                way.parameter("service"),
                new TreeSet<>(ask.scopes()),
                account);
        return Optional.of("Bearer " + token(key, ask, patience));
    }

    static String basic(Credential.Login login) {
        var pair = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private String token(Key key, Ask ask, Patience patience) throws IOException, Unavailable, Refused {
        prune();
        var slot = kept.computeIfAbsent(key, _ -> new Slot());
        lock(slot, patience);
        try {
            if (!slot.isValid()) {
                keep(slot, key, server.fetch(key, ask, patience));
            }
            return slot.token;
        } finally {
            slot.lock.unlock();
        }
    }

    private static void keep(Slot slot, Key key, Bytes answer) throws Refused {
        var where = "The token server of " + key.registry();
        try {
            var root = Json.object(answer);
            var token = Json.text(root, "token").or(() -> Json.text(root, "access_token"));
            if (token.filter(text -> TOKEN.matcher(text).matches()).isEmpty()) {
                throw Wrong.answer(where + " answered without a token.");
            }
            long seconds = Math.max(1, root.path("expires_in").asLong(USUAL_SECONDS));
            long used = seconds > 2 * MARGIN_SECONDS ? seconds - MARGIN_SECONDS : seconds / 2;
            slot.until = System.nanoTime() + TimeUnit.SECONDS.toNanos(used);
            slot.token = token.get();
        } catch (IOException e) {
            throw Wrong.answer(where + " answered with something other than JSON: " + Json.place(e) + ".");
        }
    }

    private static void lock(Slot slot, Patience patience) throws IOException {
        try {
            if (!slot.lock.tryLock(patience.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new HttpTimeoutException("another call is still fetching the token");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    private void prune() {
        if (kept.size() > MAX_KEPT) {
            kept.values().removeIf(slot -> !slot.isValid() && !slot.lock.isLocked());
        }
    }
}
