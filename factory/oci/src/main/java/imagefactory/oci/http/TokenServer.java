package imagefactory.oci.http;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Refused;
import imagefactory.oci.auth.Credential;
import imagefactory.oci.content.Json;
import imagefactory.oci.content.Wrong;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fetches tokens where a challenge says: by GET with name and password, by POST for identity tokens (distribution's "Token
 * Authentication" and "OAuth2 Token Authentication").
 *
 * <p>The registry chooses the server and gets its own account's credentials sent there, so over https only, or to a host
 * that is named as insecure; redirects are not followed.
 */
final class TokenServer {
    private static final String CLIENT = "image-factory";

    private final Wire wire;
    private final Uris uris;

    TokenServer(Wire wire, Uris uris) {
        this.wire = wire;
        this.uris = uris;
    }

    /** The server's answer, at most 4 MiB. */
    Bytes fetch(Tokens.Key key, Ask ask, Patience patience) throws IOException, Refused {
        var realm = realm(key);
        var request = key.account().credential() instanceof Credential.IdentityToken(String token)
                ? post(realm, key, token)
                : get(realm, key);
        var response = wire.exchange(request, patience, patience);
        try (var body = response.body()) {
            int status = response.statusCode();
            if (Busy.is(status)) {
                throw new Busy(status, response.headers());
            }
            if (status == Answer.OK) {
                return Bytes.of(body.readNBytes(Json.LIMIT + 1));
            }
            var bytes = Bytes.of(body.readNBytes(Json.LIMIT));
            throw refused(ask, key, new Answer(status, realm, response.headers(), bytes));
        }
    }

    private static Refused refused(Ask ask, Tokens.Key key, Answer answer) {
        var text = "The token server " + Uris.shown(answer.uri()) + " gave no token for " + ask.repository()
                + answer.reason();
        boolean denied = answer.status() == Answer.BAD_REQUEST
                || answer.status() == Answer.UNAUTHORIZED
                || answer.status() == Answer.FORBIDDEN;
        return denied ? Refusals.denied(text + ".", ask, key.account()) : Wrong.answer(text + ".");
    }

    private URI realm(Tokens.Key key) throws Refused {
        var realm = Uris.parse(key.realm(), key.registry());
        if (!uris.isAllowed(realm)) {
            throw Wrong.answer(
                    key.registry() + " wants its tokens fetched from " + Uris.shown(realm)
                            + ", and credentials are not sent there: it is not https.",
                    "Set an https realm in the registry's configuration, or name that host as insecure as well.");
        }
        return realm;
    }

    private static HttpRequest get(URI realm, Tokens.Key key) throws Refused {
        var query = new StringBuilder(realm.getRawQuery() == null ? "" : realm.getRawQuery());
        key.service().ifPresent(service -> add(query, "service", service));
        key.scopes().forEach(scope -> add(query, "scope", scope));
        var bare = realm.toString().replaceFirst("[?#].*", "");
        var request = request(Uris.parse(bare + "?" + query, key.registry())).GET();
        if (key.account().credential() instanceof Credential.Login login) {
            request.header("Authorization", Tokens.basic(login));
        }
        return request.build();
    }

    private static HttpRequest post(URI realm, Tokens.Key key, String refreshToken) {
        var form = new StringBuilder();
        var fields = new LinkedHashMap<>(Map.of("grant_type", "refresh_token"));
        fields.put("client_id", CLIENT);
        fields.put("service", key.service().orElse(""));
        fields.put("scope", String.join(" ", key.scopes()));
        fields.put("refresh_token", refreshToken);
        fields.forEach((name, value) -> add(form, name, value));
        return request(realm)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form.toString()))
                .build();
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .version(Wire.version(uri.getScheme()))
                .header("User-Agent", CLIENT)
                .header("Accept", "application/json");
    }

    private static void add(StringBuilder query, String name, String value) {
        query.append(query.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
