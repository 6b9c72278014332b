package imagefactory.oci.http;

import static imagefactory.oci.http.ScriptedServer.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.registry.Manifest;
import imagefactory.oci.Samples;
import imagefactory.oci.http.ScriptedServer.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorizationTest {
    private static final String GET = "GET " + path("manifests/latest");
    private static final String TOKEN = "GET /token";
    private static final String LOGIN =
            Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    private ScriptedServer server;
    private ScriptedServer tokens;
    private Manifest manifest;
    private ImageRef latest;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedServer();
        tokens = new ScriptedServer();
        manifest = Samples.image(Platform.LINUX_AMD64, "behind a door").manifest();
        latest = ImageRef.of(server.repository(), "latest");
    }

    @AfterEach
    void stop() {
        server.close();
        tokens.close();
    }

    @Test
    void basicIsShownOnceAskedForAndThenUpFront() throws Exception {
        server.on(GET, Reply.of(401, "", "WWW-Authenticate", "Basic realm=\"here\""), found());

        try (var registry = registry(auth())) {
            assertThat(registry.manifest(latest)).contains(manifest);
            assertThat(registry.manifest(latest)).contains(manifest);
        }

        assertThat(server.seen())
                .extracting(each -> each.authorization())
                .containsExactly("", "Basic " + LOGIN, "Basic " + LOGIN);
    }

    @Test
    void whoIsRedirectedToIsNotToldTheAccount() throws Exception {
        server.on(GET, Reply.of(307, "", "Location", "http://" + tokens.host() + "/storage"));
        tokens.on("GET /storage", bearer());
        tokens.on(TOKEN, Reply.of(200, "{\"token\":\"abc\"}"));

        try (var registry = registry(auth())) {
            assertThat(problem(() -> registry.manifest(latest)).code()).isEqualTo(Code.REGISTRY_DENIED);
        }

        assertThat(tokens.seen()).extracting(each -> each.authorization()).containsExactly("");
    }

    @Test
    void tokenIsFetchedForTheScopeAndKept() throws Exception {
        server.on(GET, bearer(), found());
        tokens.on(TOKEN, Reply.of(200, "{\"token\":\"abc\",\"expires_in\":300}"));

        try (var registry = registry(auth())) {
            registry.manifest(latest);
            registry.manifest(latest);
        }

        assertThat(tokens.seen()).hasSize(1);
        assertThat(tokens.seen().getFirst().authorization()).isEqualTo("Basic " + LOGIN);
        assertThat(tokens.seen().getFirst().target())
                .isEqualTo("/token?service=registry.here&scope=repository%3Ademo%2Fportal%3Apull");
        assertThat(server.seen())
                .extracting(each -> each.authorization())
                .containsExactly("", "Bearer abc", "Bearer abc");
    }

    @Test
    void manyCallsAtOnceFetchOneToken() throws Exception {
        server.on(GET, bearer(), found());
        tokens.on(TOKEN, Reply.of(200, "{\"token\":\"abc\",\"expires_in\":300}"));

        try (var registry = registry(auth());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            registry.manifest(latest);
            var calls = IntStream.range(0, 50)
                    .<Callable<Object>>mapToObj(i -> () -> registry.manifest(latest))
                    .toList();
            for (var call : threads.invokeAll(calls)) {
                call.get();
            }
        }

        assertThat(tokens.seen()).hasSize(1);
    }

    @Test
    void tokenThatIsNoLongerTakenIsFetchedAnew() throws Exception {
        server.on(GET, bearer(), found(), bearer(), found());
        tokens.on(TOKEN, Reply.of(200, "{\"access_token\":\"old\"}"), Reply.of(200, "{\"access_token\":\"new\"}"));

        try (var registry = registry(auth())) {
            registry.manifest(latest);
            registry.manifest(latest);
        }

        assertThat(server.seen())
                .extracting(each -> each.authorization())
                .containsExactly("", "Bearer old", "Bearer old", "Bearer new");
    }

    @Test
    void everybodyGetsATokenForWhatIsPublic() throws Exception {
        server.on(GET, bearer(), found());
        tokens.on(TOKEN, Reply.of(200, "{\"token\":\"public\"}"));

        try (var registry = registry("{}")) {
            assertThat(registry.manifest(latest)).contains(manifest);
        }

        assertThat(tokens.seen().getFirst().authorization()).isEmpty();
    }

    @Test
    void identityTokenIsExchanged() throws Exception {
        server.on(GET, bearer(), found());
        tokens.on("POST /token", Reply.of(200, "{\"access_token\":\"exchanged\"}"));

        try (var registry = registry(entry("\"identitytoken\":\"refresh me\""))) {
            assertThat(registry.manifest(latest)).contains(manifest);
        }

        assertThat(tokens.seen().getFirst().body().utf8())
                .contains("grant_type=refresh_token")
                .contains("refresh_token=refresh+me")
                .contains("scope=repository%3Ademo%2Fportal%3Apull");
        assertThat(server.seen().getLast().authorization()).isEqualTo("Bearer exchanged");
    }

    @Test
    void registryTokenIsShownAsItIs() throws Exception {
        server.on(GET, found());

        try (var registry = registry(entry("\"registrytoken\":\"ready\""))) {
            registry.manifest(latest);
        }

        assertThat(server.seen().getFirst().authorization()).isEqualTo("Bearer ready");
    }

    @Test
    void wrongPasswordIsARefusalThatNamesTheFile() throws Exception {
        server.on(GET, Reply.of(401, "", "WWW-Authenticate", "Basic realm=\"here\""));

        try (var registry = registry(auth())) {
            assertThat(problem(() -> registry.manifest(latest)))
                    .isEqualTo(new Problem(
                            Code.REGISTRY_DENIED,
                            "GET http://" + server.host() + "/v2/demo/portal/manifests/latest was denied (401).",
                            "Give the account in the entry \"" + server.host() + "\" of " + config()
                                    + " the right to pull from " + server.repository()
                                    + ", or log in anew: docker login " + server.host() + "."));
        }
        assertThat(server.seen()).hasSize(2);
    }

    @Test
    void tokenServerThatDeniesIsARefusalWithoutTheSecret() throws Exception {
        server.on(GET, bearer());
        tokens.on(TOKEN, Reply.of(401, "{\"details\":\"incorrect username or password\"}"));

        try (var registry = registry(auth())) {
            var problem = problem(() -> registry.manifest(latest));

            assertThat(problem.code()).isEqualTo(Code.REGISTRY_DENIED);
            assertThat(problem.text())
                    .isEqualTo("The token server http://" + tokens.host() + "/token gave no token for "
                            + server.repository() + " (401).");
            assertThat(problem.toString()).doesNotContain("secret").doesNotContain(LOGIN);
        }
    }

    @Test
    void credentialsAreNotSentToARealmOverPlainHttp() throws Exception {
        server.on(
                GET,
                Reply.of(401, "", "WWW-Authenticate", "Bearer realm=\"http://elsewhere.example/token\",service=\"x\""));

        try (var registry = registry(auth())) {
            var problem = problem(() -> registry.manifest(latest));

            assertThat(problem.code()).isEqualTo(Code.REGISTRY_WRONG);
            assertThat(problem.text()).contains("credentials are not sent there: it is not https");
        }
    }

    @Test
    void realmThatIsNoAddressIsRefused() throws Exception {
        for (var realm : new String[] {"file:///etc/passwd", "token", "http://me@127.0.0.1/token", "::"}) {
            server.on(GET, Reply.of(401, "", "WWW-Authenticate", "Bearer realm=\"" + realm + "\""));
            try (var registry = registry(auth())) {
                assertThat(problem(() -> registry.manifest(latest)).code()).isEqualTo(Code.REGISTRY_WRONG);
            }
        }
    }

    @Test
    void tokenServerIsNotFollowedElsewhere() throws Exception {
        server.on(GET, bearer());
        tokens.on(TOKEN, Reply.of(307, "", "Location", "http://" + server.host() + "/steal"));

        try (var registry = registry(auth())) {
            assertThat(problem(() -> registry.manifest(latest)).code()).isEqualTo(Code.REGISTRY_WRONG);
        }
        assertThat(server.seen("GET /steal")).isEmpty();
    }

    @Test
    void tokenWithALineBreakIsNotAToken() throws Exception {
        server.on(GET, bearer());
        tokens.on(TOKEN, Reply.of(200, "{\"token\":\"a\\r\\nHost: evil\"}"));

        try (var registry = registry(auth())) {
            assertThat(problem(() -> registry.manifest(latest)).text()).endsWith("answered without a token.");
        }
    }

    @Test
    void overloadedTokenServerIsAskedAgain() throws Exception {
        server.on(GET, bearer(), found());
        tokens.on(TOKEN, Reply.of(503, ""), Reply.of(200, "{\"token\":\"abc\"}"));

        try (var registry = registry(auth())) {
            assertThat(registry.manifest(latest)).contains(manifest);
        }
    }

    private HttpRegistry registry(String config) throws Exception {
        Files.writeString(config(), config);
        return new HttpRegistry(RegistrySettings.defaults()
                .insecure(Set.of(server.host(), tokens.host()))
                .dockerConfig(config()));
    }

    private Path config() {
        return folder.resolve("config.json");
    }

    private String auth() {
        return entry("\"auth\":\"" + LOGIN + "\"");
    }

    private String entry(String content) {
        return "{\"auths\":{\"" + server.host() + "\":{" + content + "}}}";
    }

    private Reply bearer() {
        return Reply.of(
                401,
                "",
                "WWW-Authenticate",
                "Bearer realm=\"http://" + tokens.host()
                        + "/token\",service=\"registry.here\",scope=\"repository:demo/portal:pull\"");
    }

    private Reply found() {
        return Reply.of(200, manifest.bytes().array(), "Content-Type", manifest.mediaType());
    }

    private static Problem problem(ThrowingCallable call) {
        return catchThrowableOfType(Refused.class, call).problem();
    }
}
