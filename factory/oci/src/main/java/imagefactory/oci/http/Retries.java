package imagefactory.oci.http;

import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;

/** Tries again what failed on its way, a few times with growing, jittered pauses, as long as the caller's time allows. */
final class Retries {
    private static final int ATTEMPTS = 4;
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final String HINT = "; a registry with an authority of its own needs that authority's certificate"
            + " configured, one that speaks plain http has to be named as insecure";
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Retries() {}

    /** One attempt; an {@link IOException} is a reason to try again. */
    @FunctionalInterface
    interface Attempt<T> {
        T make() throws IOException, Unavailable, Refused;
    }

    /** @param what what is tried on what, for the message of the failure */
    static <T> T patiently(String what, Patience patience, Attempt<T> attempt) throws Unavailable, Refused {
        for (int made = 1; ; made++) {
            try {
                return attempt.make();
            } catch (IOException e) {
                pause(what, e, made, patience);
            }
        }
    }

    private static void pause(String what, IOException failure, int made, Patience patience) throws Unavailable {
        var pause = failure instanceof Busy busy ? busy.after().orElse(growing(made)) : growing(made);
        boolean hopeless = failure instanceof InterruptedIOException || failure instanceof SSLException;
        if (hopeless || made >= ATTEMPTS || pause.compareTo(LONGEST) > 0 || pause.compareTo(patience.left()) >= 0) {
            throw unavailable(what, failure);
        }
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(what, failure);
        }
    }

    private static Unavailable unavailable(String what, IOException failure) {
        if (failure instanceof Busy busy && busy.after().isPresent()) {
            var text = what + ": " + busy.getMessage() + " and asked for "
                    + busy.after().get().toSeconds() + " s of rest";
            return new Unavailable(text, busy.after().get());
        }
        return new Unavailable(what + ": " + reason(failure), failure);
    }

    private static String reason(IOException failure) {
        var said = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return failure instanceof SSLException ? said + HINT : said;
    }

    /** 100 ms, 200 ms, 400 ms, each between its half and itself. */
    private static Duration growing(int made) {
        long full = FIRST.toMillis() << (made - 1);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(full / 2, full + 1));
    }
}
