package imagefactory.oci.http;

import static imagefactory.oci.http.ScriptedServer.blobPath;
import static imagefactory.oci.http.ScriptedServer.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.oci.Samples;
import imagefactory.oci.http.ScriptedServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobTransferTest {
    private static final Bytes CONTENT = random(200_000);
    private static final Descriptor BLOB = new Descriptor("application/octet-stream", CONTENT.digest(), CONTENT.size());
    private static final String GET = "GET " + blobPath(BLOB.digest());
    private static final String POST = "POST " + path("blobs/uploads/");

    @TempDir
    Path folder;

    private ScriptedServer server;
    private ScriptedServer storage;
    private HttpRegistry registry;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedServer();
        storage = new ScriptedServer();
        var login = Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));
        var config = Files.writeString(
                folder.resolve("config.json"),
                "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(server.host(), login));
        registry = new HttpRegistry(RegistrySettings.defaults()
                .insecure(Set.of(server.host(), storage.host()))
                .dockerConfig(config)
                .limits(2, Duration.ofMillis(4_500), Duration.ofMillis(400)));
    }

    @AfterEach
    void stop() {
        registry.close();
        server.close();
        storage.close();
    }

    @Test
    void whoMayPushBeginsAnUploadAndCallsItOff() throws Exception {
        server.on(POST, accepted("1"));

        registry.mayPush(server.repository());

        assertThat(server.seen().getLast().method()).isEqualTo("DELETE");
    }

    @Test
    void whoMayNotPushIsToldSo() {
        server.on(POST, Reply.of(403, ""));

        assertThat(catchThrowableOfType(Refused.class, () -> registry.mayPush(server.repository()))
                        .problem()
                        .code())
                .isEqualTo(Code.REGISTRY_DENIED);
    }

    @Test
    void truncatedBlobIsUnavailable() {
        server.on(GET, exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.size());
            exchange.getResponseBody().write(CONTENT.array(), 0, 1_000);
            exchange.getResponseBody().flush();
            exchange.close();
        });

        assertThatThrownBy(this::read).hasCauseInstanceOf(Unavailable.class).hasMessageContaining("broke off after");
    }

    @Test
    void shortBlobIsUnavailable() {
        server.on(GET, Reply.of(200, Arrays.copyOf(CONTENT.array(), 1_000)));

        assertThatThrownBy(this::read)
                .hasCauseInstanceOf(Unavailable.class)
                .hasMessageContaining("ended after 1000 of 200000 bytes");
    }

    @Test
    void stalledBlobIsUnavailable() {
        server.on(GET, server.hanging(200, CONTENT.size(), Arrays.copyOf(CONTENT.array(), 1_000)));

        assertThatThrownBy(this::read)
                .hasCauseInstanceOf(Unavailable.class)
                .hasMessageContaining("nothing came for 400 ms");
    }

    @Test
    void blobOfOtherBytesIsRefused() {
        server.on(GET, Reply.of(200, random(200_000, 7).array()));

        assertThatThrownBy(this::read).hasCauseInstanceOf(Refused.class).hasMessageContaining("registry-wrong");
    }

    @Test
    void blobThatGoesOnIsRefused() {
        server.on(GET, Reply.of(200, Arrays.copyOf(CONTENT.array(), 200_001)));

        assertThatThrownBy(this::read)
                .hasCauseInstanceOf(Refused.class)
                .hasMessageContaining("is longer than the 200000 bytes");
    }

    @Test
    void accountIsNotShownToTheStorageThatARegistryRedirectsTo() throws Exception {
        server.on(
                GET,
                Reply.of(401, "", "WWW-Authenticate", "Basic realm=\"registry\""),
                Reply.of(307, "", "Location", "http://" + storage.host() + "/bucket/blob?signature=abc"));
        storage.on("GET /bucket/blob", Reply.of(200, CONTENT.array()));

        assertThat(read()).isEqualTo(CONTENT);
        assertThat(server.seen().getLast().authorization()).startsWith("Basic ");
        assertThat(storage.seen()).hasSize(1);
        assertThat(storage.seen().getFirst().authorization()).isEmpty();
    }

    @Test
    void redirectToPlainHttpElsewhereIsRefused() {
        server.on(GET, Reply.of(307, "", "Location", "http://elsewhere.example/blob?signature=abc"));

        var refused = catchThrowableOfType(Refused.class, this::read);

        assertThat(refused.problem().code()).isEqualTo(Code.REGISTRY_WRONG);
        assertThat(refused)
                .hasMessageContaining("leads on to http://elsewhere.example/blob,")
                .hasMessageNotContaining("signature");
    }

    @Test
    void streamsThatWereClosedGiveBackTheirTurn() throws Exception {
        server.on(GET, Reply.of(200, CONTENT.array()));

        for (int i = 0; i < 10; i++) {
            try (var in = registry.blob(server.repository(), BLOB)) {
                assertThat(in.read()).isNotNegative();
            }
        }
    }

    @Test
    void blobIsUploadedToARelativeAddress() throws Exception {
        var upload = path("blobs/uploads/7");
        server.on(POST, Reply.of(202, "", "Location", "7?state=a%20b"));
        server.on("PUT " + upload, Reply.of(201, ""));

        put();

        var sent = server.seen("PUT " + upload).getFirst();
        assertThat(sent.target())
                .isEqualTo(
                        upload + "?state=a%20b&digest=sha256%3A" + BLOB.digest().hex());
        assertThat(sent.body()).isEqualTo(CONTENT);
    }

    @Test
    void uploadElsewhereGoesWithoutTheAccount() throws Exception {
        server.on(
                POST,
                Reply.of(401, "", "WWW-Authenticate", "Basic realm=\"registry\""),
                Reply.of(202, "", "Location", "http://" + storage.host() + "/upload"));
        storage.on("PUT /upload", Reply.of(201, ""));

        put();

        assertThat(server.seen(POST).getLast().authorization()).startsWith("Basic ");
        assertThat(storage.seen().getFirst().authorization()).isEmpty();
    }

    @Test
    void forgottenUploadIsBegunAgain() throws Exception {
        server.on(POST, Reply.of(202, "", "Location", path("blobs/uploads/1")), accepted("2"));
        server.on("PUT " + path("blobs/uploads/2"), Reply.of(201, ""));

        put();

        assertThat(server.seen(POST)).hasSize(2);
        assertThat(server.seen().getLast().body()).isEqualTo(CONTENT);
    }

    @Test
    void tooLargeARequestIsSentInChunks() throws Exception {
        server.on(POST, accepted("1"), accepted("2"));
        server.on("PUT " + path("blobs/uploads/1"), Reply.of(413, ""));
        server.on("PATCH " + path("blobs/uploads/2"), accepted("3"));
        server.on("PUT " + path("blobs/uploads/3"), Reply.of(201, ""));

        put();

        var chunk = server.seen("PATCH " + path("blobs/uploads/2")).getFirst();
        assertThat(chunk.body()).isEqualTo(CONTENT);
        assertThat(chunk.headers().get("Content-range")).containsExactly("0-199999");
        assertThat(server.seen().getLast().target()).startsWith(path("blobs/uploads/3?digest="));
    }

    @Test
    void registryThatDoesNotMountHasItsUploadCalledOff() throws Exception {
        server.on(POST, accepted("1"));

        assertThat(registry.mount(server.repository(), BLOB.digest(), server.repository()))
                .isFalse();
        assertThat(server.seen().getFirst().target())
                .isEqualTo(path("blobs/uploads/?mount=sha256%3A" + BLOB.digest().hex() + "&from=demo%2Fportal"));
        assertThat(server.seen().getLast().method()).isEqualTo("DELETE");
    }

    @Test
    void uploadThatCannotBeCalledOffStopsNothing() throws Exception {
        server.on(POST, accepted("1"));
        server.on("DELETE " + path("blobs/uploads/1"), Reply.of(503, ""));

        assertThat(registry.mount(server.repository(), BLOB.digest(), server.repository()))
                .isFalse();

        server.on(POST, Reply.of(202, ""));
        assertThat(registry.mount(server.repository(), BLOB.digest(), server.repository()))
                .isFalse();
    }

    @Test
    void hugeConfigurationIsRefusedUnread() {
        var huge = new Descriptor("application/vnd.oci.image.config.v1+json", BLOB.digest(), 5_000_000);

        assertThatThrownBy(() -> registry.config(server.repository(), huge))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("has 5000000 bytes, more than 4194304");
        assertThat(server.seen()).isEmpty();
    }

    private static Reply accepted(String upload) {
        return Reply.of(202, "", "Location", path("blobs/uploads/" + upload));
    }

    private Bytes read() throws IOException, Unavailable, Refused {
        try (var in = registry.blob(server.repository(), BLOB)) {
            return Bytes.of(in.readAllBytes());
        }
    }

    private void put() throws Exception {
        Samples.blob(registry, server.repository(), BLOB, CONTENT);
    }

    private static Bytes random(int size) {
        return random(size, 42);
    }

    private static Bytes random(int size, long seed) {
        var bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
