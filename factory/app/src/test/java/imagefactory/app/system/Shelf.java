package imagefactory.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.StreamSupport;

/** A repository of the registry, read as anybody may. */
record Shelf(String registry, String repository) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TYPES =
            "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json";

    /** Without those that stand for referrers. */
    List<String> tags() {
        return strings(json(get("/tags/list")), "/tags", "").stream()
                .filter(tag -> !tag.startsWith("sha256-"))
                .sorted()
                .toList();
    }

    String digest(String tag) {
        return get("/manifests/" + tag)
                .headers()
                .firstValue("Docker-Content-Digest")
                .orElseThrow();
    }

    /** Of an index. */
    List<String> platforms(String digest) {
        return strings(json(get("/manifests/" + digest)), "/manifests", "/digest");
    }

    /** What is said about a manifest: the predicate type of each bundle that refers to it. */
    List<String> said(String digest) {
        return strings(json(get("/manifests/" + digest.replace(':', '-'))), "/manifests", "/digest").stream()
                .map(bundle -> json(get("/manifests/" + bundle)))
                .map(bundle -> bundle.at("/annotations/dev.sigstore.bundle.predicateType")
                        .asText())
                .sorted()
                .toList();
    }

    /** How a person names it. */
    String image(String digest) {
        return registry + "/" + repository + "@" + digest;
    }

    private HttpResponse<byte[]> get(String what) {
        var uri = URI.create("http://" + registry + "/v2/" + repository + what);
        try {
            var answer = CLIENT.send(
                    HttpRequest.newBuilder(uri).header("Accept", TYPES).build(), BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).as("%s", uri).isEqualTo(200);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(uri.toString(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        try {
            return new JsonMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> strings(JsonNode json, String list, String each) {
        return StreamSupport.stream(json.at(list).spliterator(), false)
                .map(node -> node.at(each).asText())
                .toList();
    }
}
