package imagefactory.cli.factory;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import java.io.IOException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.Locale;
import java.util.Optional;

/** What an answer that is no success tells. Pure. */
final class Answers {
    private static final int CLIENT_ERROR = 4;

    private Answers() {}

    /** The factory's own problem (RFC 9457, with code and advice); for other answers what can be said of the status. */
    static Problem problem(String url, int status, Bytes body) {
        return told(body)
                .orElseGet(() -> new Problem(
                        status / 100 == CLIENT_ERROR ? Problem.Code.BAD_REQUEST : Problem.Code.NOT_REACHABLE,
                        url + " was asked and answered with status " + status + " and no problem document.",
                        "See whether FACTORY_URL leads to a factory of this release, and what stands before it."));
    }

    static Problem unreachable(String url, IOException fault) {
        return new Problem(
                Problem.Code.NOT_REACHABLE,
                url + " was asked and " + found(fault) + ".",
                "Start the factory with ./taskw up, or set FACTORY_URL to where it is.");
    }

    private static String found(IOException fault) {
        return switch (fault) {
            case HttpConnectTimeoutException slow -> "could not be connected to within 3 s";
            case HttpTimeoutException slow -> "did not answer within 30 s";
            case java.net.ConnectException refused -> "nobody answers there";
            default -> "the connection failed: " + fault;
        };
    }

    private static Optional<Problem> told(Bytes body) {
        try {
            var document = Documents.parse(body);
            var code = document.path("code").asText();
            var text = document.path("detail").asText();
            return code.isEmpty() || text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Problem(
                            code(code), text, document.path("advice").asText()));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** A newer factory may know more codes than this program. */
    static Problem.Code code(String word) {
        try {
            return Problem.Code.parse(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            return Problem.Code.FACTORY_FAULT;
        }
    }
}
