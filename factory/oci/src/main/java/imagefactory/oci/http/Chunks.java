package imagefactory.oci.http;

import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;

/**
 * Sends a blob in pieces, where something before the registry takes no large requests (distribution-spec v1.1, "Pushing a
 * blob in chunks").
 */
final class Chunks {
    static final int SIZE = 16 * 1024 * 1024;

    private final RegistryHttp http;
    private final Repository repository;
    private final Descriptor blob;
    private final Upload upload;

    Chunks(RegistryHttp http, Repository repository, Descriptor blob, Upload upload) {
        this.http = http;
        this.repository = repository;
        this.blob = blob;
        this.upload = upload;
    }

    Answer put(URI begun, Patience.Progress progress) throws IOException, Unavailable, Refused {
        var location = begun;
        try (var content = upload.stream()) {
            for (long sent = 0; sent < blob.size(); ) {
                var chunk = content.readNBytes(SIZE);
                location = patch(location, sent, chunk, progress);
                sent += chunk.length;
            }
        } catch (IOException e) {
            upload.raise();
            throw e;
        }
        var ask = Ask.of(repository, "PUT", Blobs.finished(location, blob.digest()));
        return good(ask, http.upload(ask, progress));
    }

    private URI patch(URI location, long from, byte[] chunk, Patience.Progress progress)
            throws IOException, Unavailable, Refused {
        var ask = Ask.of(repository, "PATCH", location)
                .with("Content-Type", "application/octet-stream")
                .with("Content-Range", from + "-" + (from + chunk.length - 1))
                .body(() -> BodyPublishers.ofByteArray(chunk));
        progress.moved();
        var answer = good(ask, http.upload(ask, progress));
        return http.uris()
                .next(answer.uri(), answer.headers().firstValue("Location").orElse(""));
    }

    private Answer good(Ask ask, Answer answer) throws Unavailable, Refused {
        if (!answer.isGood()) {
            throw http.refused(ask, answer);
        }
        return answer;
    }
}
