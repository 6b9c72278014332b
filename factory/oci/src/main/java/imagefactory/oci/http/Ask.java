package imagefactory.oci.http;

import imagefactory.core.image.Repository;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One request to a registry as it can be made, and made again.
 *
 * @param repository whose account is used, and which messages name
 * @param scopes what a token is asked for: {@code repository:demo/portal:pull}
 */
record Ask(Repository repository, String method, URI uri, Map<String, String> headers, Set<String> scopes, Body body) {
    /** What is sent along, each time anew. */
    @FunctionalInterface
    interface Body {
        BodyPublisher open() throws IOException;
    }

    static Ask of(Repository repository, String method, URI uri) {
        return new Ask(repository, method, uri, Map.of(), Set.of(scope(repository, method)), BodyPublishers::noBody);
    }

    Ask with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Ask(repository, method, uri, more, scopes, body);
    }

    Ask body(Body content) {
        return new Ask(repository, method, uri, headers, scopes, content);
    }

    Ask also(String scope) {
        var more = new TreeSet<>(scopes);
        more.add(scope);
        return new Ask(repository, method, uri, headers, more, body);
    }

    boolean isReading() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** As messages name it, without a query, which may hold a signature. */
    String shown() {
        return method + " " + Uris.shown(uri);
    }

    HttpRequest.Builder request(URI at) throws IOException {
        var request = HttpRequest.newBuilder(at)
                .version(Wire.version(at.getScheme()))
                .header("User-Agent", "image-factory")
                .method(method, body.open());
        headers.forEach(request::header);
        return request;
    }

    static String scope(Repository repository, String method) {
        var actions = switch (method) {
            case "GET", "HEAD" -> "pull";
            case "DELETE" -> "delete,pull";
            default -> "pull,push";
        };
        return "repository:" + repository.path() + ":" + actions;
    }
}
