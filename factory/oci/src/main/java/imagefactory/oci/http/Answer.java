package imagefactory.oci.http;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.oci.content.Json;
import imagefactory.oci.content.Shown;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * What a registry answered.
 *
 * @param uri where the answer came from, after redirects
 */
record Answer(int status, URI uri, HttpHeaders headers, Bytes body) {
    static final int OK = 200;
    static final int CREATED = 201;
    static final int ACCEPTED = 202;
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int NOT_ALLOWED = 405;
    static final int TOO_LARGE = 413;
    static final int NOT_IMPLEMENTED = 501;

    boolean isGood() {
        return status >= OK && status < 300;
    }

    boolean isMissing() {
        return status == NOT_FOUND;
    }

    /** The type of the body without its parameters. */
    Optional<String> mediaType() {
        return headers.firstValue("Content-Type")
                .map(type -> type.replaceFirst(";.*", "").strip());
    }

    Optional<Digest> digest() {
        return headers.firstValue("Docker-Content-Digest")
                .filter(Digest::isDigest)
                .map(Digest::new);
    }

    /** What the registry said about it, for a message: the first of its {@code errors}, or nothing. */
    String reason() {
        return " (" + status + error().map(text -> ", " + text).orElse("") + ")";
    }

    /** Whether the registry's own word for it is this one (distribution-spec v1.1, "Error Codes"). */
    boolean says(String code) {
        return error().filter(error -> error.equals(code) || error.startsWith(code + ":"))
                .isPresent();
    }

    private Optional<String> error() {
        try {
            var first = Json.object(body).path("errors").path(0);
            return Json.text(first, "code")
                    .map(code -> Shown.text(code
                            + Json.text(first, "message")
                                    .map(text -> ": " + text)
                                    .orElse("")));
        } catch (IOException e) {
            return Optional.empty(); // not every refusal comes in the registry's own words
        }
    }
}
