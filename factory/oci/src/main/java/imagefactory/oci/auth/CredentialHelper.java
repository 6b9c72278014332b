package imagefactory.oci.auth;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.oci.content.Json;
import imagefactory.oci.content.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Asks {@code docker-credential-NAME get}, docker's protocol for programs that keep credentials: the server's address on the
 * standard input, JSON on the standard output. What it said is kept for a minute.
 */
final class CredentialHelper {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String USER_OF_TOKENS = "<token>";
    private static final String NOT_FOUND = "credentials not found";
    private static final int MAX_OUTPUT = 64 * 1024;
    private static final long KEPT = Duration.ofMinutes(1).toNanos();

    private static final System.Logger LOG = System.getLogger(CredentialHelper.class.getName());

    private final Optional<Path> folder;
    private final Duration limit;
    private final Map<List<String>, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(Optional<Credential> credential, long until) {}

    private record Ended(int exit, String output) {}

    /** Of the programs on PATH; three seconds leave time for the call that waits for it. */
    CredentialHelper() {
        this(Optional.empty(), Duration.ofSeconds(3));
    }

    CredentialHelper(Optional<Path> folder, Duration limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /** Empty where the helper says that it has nothing for this server. */
    Optional<Credential> get(String name, String server) throws Unavailable, Refused {
        var known = kept.get(List.of(name, server));
        if (known != null && known.until() - System.nanoTime() > 0) {
            return known.credential();
        }
        var program = program(name);
        var credential = read(program, server, run(program, server));
        kept.put(List.of(name, server), new Kept(credential, System.nanoTime() + KEPT));
        return credential;
    }

    private String program(String name) throws Refused {
        if (!NAME.matcher(name).matches()) {
            throw denied(
                    "The credential helper \"" + Shown.text(name) + "\" is not run: its name is no plain word.",
                    "Write the part behind docker-credential- under credHelpers or credsStore.");
        }
        var program = "docker-credential-" + name;
        return folder.map(place -> place.resolve(program).toString()).orElse(program);
    }

    private Ended run(String program, String server) throws Unavailable, Refused {
        var process = start(program);
        try {
            ask(process, server);
            return ended(process, program, server);
        } catch (IOException e) {
            throw new Unavailable(program + " broke off when it was asked for " + server + ": " + e.getMessage(), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Process start(String program) throws Refused {
        try {
            return new ProcessBuilder(program, "get")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw denied(
                    "The credential helper " + program + " could not be run: " + e.getMessage() + ".",
                    "Install it where the factory's PATH finds it, or take it out of credHelpers and credsStore.");
        }
    }

    private static void ask(Process process, String server) {
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(server)
                    .append('\n')
                    .close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the helper did not read its input; what it prints counts", e);
        }
    }

    private Ended ended(Process process, String program, String server) throws IOException, Unavailable {
        var output = CompletableFuture.supplyAsync(
                () -> all(process.getInputStream()), task -> Thread.ofVirtual().start(task));
        try {
            var bytes = output.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw late(program, server);
            }
            return new Ended(process.exitValue(), new String(bytes, StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            throw late(program, server);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable(program + " was not waited for: the factory is stopping", e);
        }
    }

    private Unavailable late(String program, String server) {
        return new Unavailable(program + " said nothing about " + server + " within " + limit.toMillis() + " ms");
    }

    private static byte[] all(InputStream stream) {
        try {
            return stream.readNBytes(MAX_OUTPUT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a failing helper printed is not shown: it may hold the secret. */
    private static Optional<Credential> read(String program, String server, Ended ended) throws Refused {
        if (ended.exit() != 0 && ended.output().contains(NOT_FOUND)) {
            return Optional.empty();
        }
        if (ended.exit() != 0) {
            throw denied(
                    program + " ended with " + ended.exit() + " when it was asked for " + server + ".",
                    "Run it by hand as the factory's user: echo " + server + " | " + program + " get");
        }
        try {
            var root = Json.object(Bytes.utf8(ended.output()));
            var user = Json.text(root, "Username").orElse("");
            return Json.text(root, "Secret")
                    .map(secret -> user.equals(USER_OF_TOKENS)
                            ? new Credential.IdentityToken(secret)
                            : new Credential.Login(user, secret));
        } catch (IOException e) {
            throw denied(
                    program + " answered for " + server + " with something other than JSON.",
                    "Run it by hand as the factory's user: echo " + server + " | " + program + " get");
        }
    }

    private static Refused denied(String text, String advice) {
        return new Refused(new Problem(Code.REGISTRY_DENIED, text, advice));
    }
}
