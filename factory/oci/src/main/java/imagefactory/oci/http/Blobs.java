package imagefactory.oci.http;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Registry.BlobSource;
import imagefactory.oci.content.BlobBroken;
import imagefactory.oci.content.Json;
import imagefactory.oci.content.VerifiedStream;
import imagefactory.oci.content.Wrong;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Blobs of a registry (distribution-spec v1.1, "Pulling blobs", "Pushing blobs", "Mounting a blob"). */
final class Blobs {
    private static final String BYTES = "application/octet-stream";
    private static final Duration COURTESY = Duration.ofSeconds(1);

    private final RegistryHttp http;

    Blobs(RegistryHttp http) {
        this.http = http;
    }

    boolean has(Repository repository, Digest blob) throws Unavailable, Refused {
        var ask = Ask.of(repository, "HEAD", uri(repository, blob));
        var answer = http.call(ask, http.call());
        if (!answer.isGood() && !answer.isMissing()) {
            throw http.refused(ask, answer);
        }
        return answer.isGood();
    }

    InputStream open(Repository repository, Descriptor blob) throws Unavailable, Refused {
        var what = "The blob " + blob.digest() + " of " + repository;
        var raw = http.download(Ask.of(repository, "GET", uri(repository, blob.digest())));
        try {
            return new VerifiedStream(raw, blob, what);
        } catch (IOException e) {
            throw BlobBroken.raise(what, e);
        }
    }

    /** A small blob as a whole, checked. */
    Bytes read(Repository repository, Descriptor blob) throws Unavailable, Refused {
        if (blob.size() > Json.LIMIT) {
            throw Wrong.answer("The configuration " + blob.digest() + " of " + repository + " has " + blob.size()
                    + " bytes, more than " + Json.LIMIT + ".");
        }
        var ask = Ask.of(repository, "GET", uri(repository, blob.digest()));
        var answer = http.call(ask, http.call());
        if (!answer.isGood()) {
            throw http.refused(ask, answer);
        }
        return checked(repository, blob, answer.body());
    }

    private static Bytes checked(Repository repository, Descriptor blob, Bytes body) throws Unavailable, Refused {
        var what = "The blob " + blob.digest() + " of " + repository;
        try (var verified = new VerifiedStream(new ByteArrayInputStream(body.array()), blob, what)) {
            return Bytes.of(verified.readAllBytes());
        } catch (IOException e) {
            throw BlobBroken.raise(what, e);
        }
    }

    boolean mount(Repository repository, Digest blob, Repository from) throws Unavailable, Refused {
        if (!repository.registry().equals(from.registry())) {
            return false;
        }
        var query = "?mount=" + encoded(blob.value()) + "&from=" + encoded(from.path());
        var ask = Ask.of(repository, "POST", http.uris().of(repository, "blobs/uploads/" + query))
                .also(Ask.scope(from, "GET"));
        try {
            return isMounted(ask);
        } catch (Refused e) {
            if (e.problem().code() == Code.REGISTRY_DENIED) {
                return false; // whoever may not read there may still push here
            }
            throw e;
        }
    }

    private boolean isMounted(Ask ask) throws Unavailable, Refused {
        var answer = http.call(ask, http.call());
        if (answer.status() == Answer.ACCEPTED) {
            cancel(ask.repository(), answer);
        }
        return answer.status() == Answer.CREATED;
    }

    void mayPush(Repository repository) throws Unavailable, Refused {
        var begun = begin(repository);
        if (begun.status() == Answer.ACCEPTED) {
            cancel(repository, begun);
        }
    }

    /** The registry began an upload instead, and need not wait for it. */
    private void cancel(Repository repository, Answer begun) {
        try {
            http.call(Ask.of(repository, "DELETE", location(begun)), Patience.until(COURTESY));
        } catch (Unavailable | Refused _) {
            return; // whatever comes of it is as good: registries forget uploads by themselves
        }
    }

    void put(Repository repository, Descriptor blob, BlobSource source) throws Unavailable, Refused {
        if (has(repository, blob.digest())) {
            return;
        }
        var what = "putting the blob " + blob.digest() + " into " + repository;
        var progress = http.transfer();
        try (var upload = new Upload(what, blob, source, progress)) {
            Retries.patiently(what, progress, () -> attempt(repository, blob, upload, progress));
        } catch (IOException e) {
            throw new Unavailable(what + ": its source cannot be closed: " + e.getMessage(), e);
        }
    }

    private Answer attempt(Repository repository, Descriptor blob, Upload upload, Patience.Progress progress)
            throws IOException, Unavailable, Refused {
        progress.moved();
        var begun = begin(repository);
        if (begun.status() == Answer.CREATED) {
            return begun;
        }
        var ask = Ask.of(repository, "PUT", finished(location(begun), blob.digest()))
                .with("Content-Type", BYTES)
                .body(upload);
        var answer = sent(ask, upload, progress);
        return answer.status() == Answer.TOO_LARGE
                ? new Chunks(http, repository, blob, upload).put(location(begin(repository)), progress)
                : done(ask, answer);
    }

    private Answer sent(Ask ask, Upload upload, Patience.Progress progress) throws IOException, Unavailable, Refused {
        try {
            return http.upload(ask, progress);
        } catch (IOException e) {
            upload.raise();
            throw e;
        }
    }

    private Answer done(Ask ask, Answer answer) throws IOException, Unavailable, Refused {
        if (answer.isMissing()) {
            throw new IOException("the registry has forgotten the upload" + answer.reason());
        }
        if (!answer.isGood()) {
            throw http.refused(ask, answer);
        }
        return answer;
    }

    private Answer begin(Repository repository) throws Unavailable, Refused {
        var ask = Ask.of(repository, "POST", http.uris().of(repository, "blobs/uploads/"));
        var answer = http.call(ask, http.call());
        if (answer.status() != Answer.ACCEPTED && answer.status() != Answer.CREATED) {
            throw http.refused(ask, answer);
        }
        return answer;
    }

    private URI location(Answer answer) throws Refused {
        return http.uris()
                .next(answer.uri(), answer.headers().firstValue("Location").orElse(""));
    }

    static URI finished(URI upload, Digest blob) throws Refused {
        var separator = upload.getRawQuery() == null ? "?" : "&";
        return Uris.parse(upload + separator + "digest=" + encoded(blob.value()), Uris.shown(upload));
    }

    private URI uri(Repository repository, Digest blob) throws Refused {
        return http.uris().of(repository, "blobs/" + blob);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
