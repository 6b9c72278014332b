package imagefactory.oci.auth;

import com.fasterxml.jackson.databind.JsonNode;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.oci.content.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The accounts of a {@code config.json} as docker, podman and Kubernetes write it.
 *
 * <p>Keys may be a host, a host with a path as podman writes them (the longest that fits wins), or a URL as docker wrote them
 * once. A helper that is named for the host comes first ({@code credHelpers}), then an entry of {@code auths} with something
 * in it, then {@code credsStore}. The file is read again when it has changed; where there is none, everybody is anonymous.
 */
public final class DockerConfig implements Accounts {
    private static final String HUB = "docker.io";
    private static final String HUB_KEY = "https://index.docker.io/v1/";
    private static final List<String> HUB_HOSTS = List.of(HUB, "index.docker.io", "registry-1.docker.io");
    private static final int MAX_SIZE = 1024 * 1024;

    private final Path file;
    private final CredentialHelper helper;
    private final AtomicReference<Optional<Loaded>> loaded = new AtomicReference<>(Optional.empty());

    private record Loaded(FileTime changed, long size, JsonNode root) {}

    private record Entry(String key, JsonNode value) {}

    public DockerConfig(Path file) {
        this(file, new CredentialHelper());
    }

    DockerConfig(Path file, CredentialHelper helper) {
        this.file = file;
        this.helper = helper;
    }

    @Override
    public Account of(Repository repository) throws Unavailable, Refused {
        if (!Files.exists(file)) {
            return Account.nobody("there is no " + file);
        }
        var root = root();
        var named = find(root.path("credHelpers"), repository);
        if (named.isPresent()) {
            return helped(named.get().value().asText(), server(repository));
        }
        var entry = find(root.path("auths"), repository);
        if (entry.isPresent() && credential(entry.get()).isPresent()) {
            return new Account(
                    credential(entry.get()).get(), "the entry \"" + entry.get().key() + "\" of " + file);
        }
        var store = Json.text(root, "credsStore");
        return store.isPresent()
                ? helped(store.get(), server(repository))
                : Account.nobody(file + " has no entry for " + repository.registry());
    }

    private Account helped(String name, String server) throws Unavailable, Refused {
        var origin = "docker-credential-" + name + ", named in " + file;
        var credential = helper.get(name, server);
        return credential.isPresent()
                ? new Account(credential.get(), origin)
                : Account.nobody(origin + ", has none for " + server);
    }

    private static String server(Repository repository) {
        return repository.registry().equals(HUB) ? HUB_KEY : repository.registry();
    }

    private JsonNode root() throws Refused {
        try {
            var changed = Files.getLastModifiedTime(file);
            long size = Files.size(file);
            var known = loaded.get();
            if (known.isPresent()
                    && known.get().changed().equals(changed)
                    && known.get().size() == size) {
                return known.get().root();
            }
            var root = read(size);
            loaded.set(Optional.of(new Loaded(changed, size, root)));
            return root;
        } catch (IOException e) {
            throw unreadable(Json.place(e));
        }
    }

    private JsonNode read(long size) throws IOException {
        if (size > MAX_SIZE) {
            throw new IOException("larger than " + MAX_SIZE + " bytes");
        }
        return Json.object(Bytes.of(Files.readAllBytes(file)));
    }

    private static Optional<Entry> find(JsonNode entries, Repository repository) {
        for (var wanted : keys(repository)) {
            for (var entry : entries.properties()) {
                if (normal(entry.getKey()).equals(wanted)) {
                    return Optional.of(new Entry(entry.getKey(), entry.getValue()));
                }
            }
        }
        return Optional.empty();
    }

    /** The most exact first: {@code quay.io/a/b}, {@code quay.io/a}, {@code quay.io}. */
    private static List<String> keys(Repository repository) {
        var keys = new ArrayList<String>();
        var hosts = repository.registry().equals(HUB) ? HUB_HOSTS : List.of(repository.registry());
        for (var path = repository.path(); !path.isEmpty(); path = parent(path)) {
            for (var host : hosts) {
                keys.add(host + "/" + path);
            }
        }
        keys.addAll(hosts);
        return keys;
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private static String normal(String key) {
        var bare = key.replaceFirst("^https?://", "").replaceFirst("/+$", "");
        return bare.replaceFirst("/v[12]$", "");
    }

    private Optional<Credential> credential(Entry entry) throws Refused {
        var value = entry.value();
        var registryToken = Json.text(value, "registrytoken");
        if (registryToken.isPresent()) {
            return Optional.of(new Credential.RegistryToken(registryToken.get()));
        }
        var identityToken = Json.text(value, "identitytoken");
        if (identityToken.isPresent()) {
            return Optional.of(new Credential.IdentityToken(identityToken.get()));
        }
        var auth = Json.text(value, "auth");
        if (auth.isPresent()) {
            return Optional.of(decoded(entry.key(), auth.get()));
        }
        return Json.text(value, "username")
                .map(user ->
                        new Credential.Login(user, Json.text(value, "password").orElse("")));
    }

    private Credential decoded(String key, String auth) throws Refused {
        try {
            var text = new String(Base64.getMimeDecoder().decode(auth), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            if (colon > 0) {
                return new Credential.Login(
                        text.substring(0, colon), text.substring(colon + 1).replaceFirst("\0+$", ""));
            }
        } catch (IllegalArgumentException e) {
            throw unreadable("auth of \"" + key + "\" is not base64");
        }
        throw unreadable("auth of \"" + key + "\" is not base64 of user:password");
    }

    private Refused unreadable(String why) {
        return new Refused(new Problem(
                Code.REGISTRY_DENIED,
                "The registries' accounts in " + file + " cannot be read: " + why + ".",
                "Mend the file, or write it anew with docker login."));
    }
}
