package imagefactory.oci.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One request, one answer, within a time; no redirects, no repeats. Shared by all registries. */
final class Wire implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    Wire(SSLContext trust) {
        client = HttpClient.newBuilder()
                .followRedirects(Redirect.NEVER)
                .connectTimeout(CONNECT)
                .sslContext(trust)
                .executor(threads)
                .build();
    }

    /** How plain http and https are spoken: no attempt at an upgrade of a plain connection, which some servers trip over. */
    static Version version(String scheme) {
        return scheme.equals("http") ? Version.HTTP_1_1 : Version.HTTP_2;
    }

    /**
     * @param head how long the answer's head may take
     * @param body how long each wait within its body may take
     */
    HttpResponse<ResponseStream> exchange(HttpRequest request, Patience head, Patience body) throws IOException {
        var answer = client.sendAsync(request, _ -> new ResponseStream(body));
        try {
            return await(answer, head);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    private static <T> T await(CompletableFuture<T> answer, Patience patience)
            throws IOException, ExecutionException, InterruptedException {
        while (true) {
            var wait = patience.left();
            try {
                return answer.get(wait.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (patience.left().isZero()) {
                    answer.cancel(true);
                    throw new HttpTimeoutException("no answer in time");
                }
            }
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        return cause instanceof IOException io ? io : new IOException(cause);
    }

    /** Breaks off what is under way; threads that hang in somebody else's stream are not waited for. */
    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
        try {
            client.awaitTermination(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
