package imagefactory.trust.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** As much of the distribution protocol as these tests need; the factory's own client is in another room. */
record RegistryHttp(String address, boolean referrersApi) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private static final String REPOSITORY = "demo/portal";

    boolean isUp() throws IOException, InterruptedException {
        return get("/v2/").statusCode() == 200;
    }

    String image(Digest digest) {
        return address + "/" + REPOSITORY + "@" + digest;
    }

    Descriptor putBlob(String mediaType, Bytes blob) throws IOException, InterruptedException {
        var started = CLIENT.send(
                request("/v2/" + REPOSITORY + "/blobs/uploads/")
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        var location = URI.create("http://" + address)
                .resolve(started.headers().firstValue("Location").orElseThrow());
        var upload = location + (location.getQuery() == null ? "?" : "&") + "digest=" + blob.digest();
        created(HttpRequest.newBuilder(URI.create(upload))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(blob.array()))
                .build());
        return new Descriptor(mediaType, blob.digest(), blob.size());
    }

    void put(String reference, Manifest manifest) throws IOException, InterruptedException {
        created(request("/v2/" + REPOSITORY + "/manifests/" + reference)
                .header("Content-Type", manifest.mediaType())
                .PUT(BodyPublishers.ofByteArray(manifest.bytes().array()))
                .build());
    }

    /** Attaches a bundle, with the index of the tag schema where the registry has no API for it. */
    void attach(Descriptor subject, Bytes bundle, Map<String, String> annotations)
            throws IOException, InterruptedException {
        putBlob(MediaTypes.OCI_EMPTY, Manifest.EMPTY);
        var manifest = Manifest.artifact(subject, putBlob(MediaTypes.SIGSTORE_BUNDLE, bundle), annotations);
        put(manifest.digest().value(), manifest);
        if (!referrersApi) {
            var listed = new ArrayList<>(referrers(subject.digest()));
            listed.add(manifest.descriptor());
            put(tag(subject.digest()), Manifest.index(listed, Map.of()));
        }
    }

    /** All bundles that refer to a subject. */
    List<Bytes> bundles(Digest subject) throws IOException, InterruptedException {
        var bundles = new ArrayList<Bytes>();
        for (var referrer : referrers(subject)) {
            var layer = json(get("/v2/" + REPOSITORY + "/manifests/" + referrer.digest()))
                    .at("/layers/0/digest");
            bundles.add(Bytes.of(
                    get("/v2/" + REPOSITORY + "/blobs/" + layer.asText()).body()));
        }
        return bundles;
    }

    private List<Descriptor> referrers(Digest subject) throws IOException, InterruptedException {
        var index = get("/v2/" + REPOSITORY + (referrersApi ? "/referrers/" + subject : "/manifests/" + tag(subject)));
        return index.statusCode() == 404 ? List.of() : listed(json(index));
    }

    private static List<Descriptor> listed(JsonNode index) {
        return index.get("manifests")
                .valueStream()
                .map(each -> new Descriptor(
                        each.get("mediaType").asText(),
                        new Digest(each.get("digest").asText()),
                        each.get("size").asLong()))
                .toList();
    }

    private static String tag(Digest subject) {
        return subject.value().replace(':', '-');
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        var accept = MediaTypes.OCI_INDEX + ", " + MediaTypes.OCI_MANIFEST;
        return CLIENT.send(request(path).header("Accept", accept).build(), BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address + path));
    }

    private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        assertThat(response.statusCode()).as(response.uri().toString()).isEqualTo(200);
        return new JsonMapper().readTree(response.body());
    }

    private static void created(HttpRequest request) throws IOException, InterruptedException {
        var response = CLIENT.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(request + " " + response.body()).isEqualTo(201);
    }
}
