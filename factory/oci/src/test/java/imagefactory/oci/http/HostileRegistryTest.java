package imagefactory.oci.http;

import static imagefactory.oci.http.ScriptedServer.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import imagefactory.oci.Samples;
import imagefactory.oci.http.ScriptedServer.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileRegistryTest {
    private static final String LATEST = "GET " + path("manifests/latest");
    private static final String TAGS = "GET " + path("tags/list");

    private ScriptedServer server;
    private HttpRegistry registry;
    private ImageRef latest;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedServer();
        registry = registry(Duration.ofMillis(4_500));
        latest = ImageRef.of(server.repository(), "latest");
    }

    @AfterEach
    void stop() {
        registry.close();
        server.close();
    }

    private HttpRegistry registry(Duration timeout) {
        return new HttpRegistry(
                RegistrySettings.defaults().insecure(Set.of(server.host())).limits(8, timeout, Duration.ofMillis(500)));
    }

    @Test
    void refusalNamesTheRegistryAndTheNextMove() {
        server.on(LATEST, Reply.of(403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"not for you\"}]}"));

        assertThat(problem(() -> registry.manifest(latest)))
                .isEqualTo(new Problem(
                        Code.REGISTRY_DENIED,
                        "GET http://" + server.host() + "/v2/demo/portal/manifests/latest was denied"
                                + " (403, DENIED: not for you).",
                        "Log in, as no file with accounts is configured: docker login " + server.host()
                                + "; or correct the name, if " + server.host()
                                + "/demo/portal is not what was meant."));
    }

    @Test
    void unauthorisedWithoutAChallengeIsARefusal() {
        server.on(LATEST, Reply.of(401, ""));

        assertThat(problem(() -> registry.manifest(latest)).code()).isEqualTo(Code.REGISTRY_DENIED);
        assertThat(server.seen()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {405, 400, 501})
    void registryThatDeletesNothingIsToldWithTheRemedy(int status) {
        server.on(
                "DELETE " + path("manifests/latest"),
                Reply.of(status, "{\"errors\":[{\"code\":\"UNSUPPORTED\",\"message\":\"no deletions\"}]}"));

        assertThat(problem(() -> registry.delete(latest)))
                .isEqualTo(
                        new Problem(
                                Code.REGISTRY_DENIED,
                                "DELETE http://" + server.host()
                                        + "/v2/demo/portal/manifests/latest is not allowed there" + " (" + status
                                        + ", UNSUPPORTED: no deletions).",
                                "Allow deletions in the registry's configuration; some take away manifests by digest only, never tags."));
    }

    @Test
    void overloadedRegistryIsAskedAgain() throws Exception {
        var image = Samples.image(Platform.LINUX_AMD64, "in the end");
        server.on(
                LATEST,
                Reply.of(429, "", "Retry-After", "0"),
                Reply.of(500, ""),
                Reply.of(503, ""),
                manifest(image.manifest()));

        assertThat(registry.manifest(latest)).contains(image.manifest());
    }

    @Test
    void restThatARegistryAsksForIsPassedOnWhenItIsLong() {
        server.on(LATEST, Reply.of(429, "", "Retry-After", "120"));

        var unavailable = unavailable(() -> registry.manifest(latest));

        assertThat(unavailable.after()).contains(Duration.ofMinutes(2));
        assertThat(unavailable).hasMessageContaining("it answered 429 and asked for 120 s of rest");
        assertThat(server.seen()).hasSize(1);
    }

    @Test
    void registryThatStaysBrokenIsUnavailableAfterAFewAttempts() {
        server.on(LATEST, Reply.of(502, ""));

        assertThat(unavailable(() -> registry.manifest(latest))).hasMessageContaining("it answered 502");
        assertThat(server.seen()).hasSize(4);
    }

    @Test
    void silentRegistryIsUnavailableInTime() {
        server.on(LATEST, server.silent());
        var begun = System.nanoTime();

        try (var hasty = registry(Duration.ofMillis(300))) {
            assertThat(unavailable(() -> hasty.manifest(latest))).hasMessageContaining("no answer in time");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void manifestThatStopsHalfWayIsUnavailableInTime() {
        server.on(LATEST, server.hanging(200, 100, new byte[50]));

        try (var hasty = registry(Duration.ofMillis(300))) {
            assertThat(unavailable(() -> hasty.manifest(latest))).hasMessageContaining("nothing came");
        }
    }

    @Test
    void nobodyThereIsUnavailable() {
        var host = "127.0.0.1:1"; // reserved, and nothing on a machine of ours listens there
        try (var lonely = new HttpRegistry(RegistrySettings.defaults().insecure(Set.of(host)))) {
            var ref = ImageRef.of(new Repository(host, "demo"), "latest");

            assertThat(unavailable(() -> lonely.head(ref))).hasMessageContaining("HEAD http://" + host);
        }
    }

    @Test
    void plainHttpIsSpokenToNamedRegistriesOnly() {
        server.on(LATEST, Reply.of(200, "{}"));
        var hasty = RegistrySettings.defaults().limits(1, Duration.ofMillis(300), Duration.ofMillis(300));
        try (var strict = new HttpRegistry(hasty)) {
            unavailable(() -> strict.manifest(latest));
        }

        assertThat(server.seen()).isEmpty();
    }

    @Test
    void manifestOfAnotherDigestIsRefused() throws Exception {
        var image = Samples.image(Platform.LINUX_AMD64, "one");
        var other = Samples.image(Platform.LINUX_AMD64, "other");
        var ref = ImageRef.of(server.repository(), other.manifest().digest());
        server.on("GET " + path("manifests/" + ref.reference()), manifest(image.manifest()));

        assertThat(problem(() -> registry.manifest(ref)).text())
                .isEqualTo(ref + " has other bytes: their digest is "
                        + image.manifest().digest() + ".");
    }

    @Test
    void manifestThatIsNotWhatItsHeaderSaysIsRefused() throws Exception {
        var image = Samples.image(Platform.LINUX_AMD64, "one");
        var other = Bytes.utf8("other").digest().value();
        server.on(
                LATEST,
                Reply.of(
                        200,
                        image.manifest().bytes().array(),
                        "Content-Type",
                        MediaTypes.OCI_MANIFEST,
                        "Docker-Content-Digest",
                        other));

        assertThat(problem(() -> registry.manifest(latest)).code()).isEqualTo(Code.REGISTRY_WRONG);
    }

    @Test
    void headThatNamesAnotherDigestIsRefused() {
        var asked = Bytes.utf8("asked").digest();
        var ref = ImageRef.of(server.repository(), asked);
        server.on(
                "HEAD " + path("manifests/" + asked),
                Reply.of(
                        200,
                        "",
                        "Content-Type",
                        MediaTypes.OCI_MANIFEST,
                        "Docker-Content-Digest",
                        Bytes.utf8("other").digest().value(),
                        "Content-Length",
                        "7"));

        assertThat(problem(() -> registry.head(ref)).code()).isEqualTo(Code.REGISTRY_WRONG);
    }

    @Test
    void headWithoutADigestIsMadeUpForByReading() throws Exception {
        var image = Samples.image(Platform.LINUX_AMD64, "old registry");
        server.on("HEAD " + path("manifests/latest"), Reply.of(200, "", "Content-Type", MediaTypes.OCI_MANIFEST));
        server.on(LATEST, manifest(image.manifest()));

        assertThat(registry.head(latest).orElseThrow().digest())
                .isEqualTo(image.manifest().digest());
    }

    @Test
    void hugeManifestIsRefusedUnread() {
        server.on(LATEST, Reply.of(200, new byte[5 * 1024 * 1024], "Content-Type", MediaTypes.OCI_MANIFEST));

        assertThat(problem(() -> registry.manifest(latest)).text()).endsWith("answered with more than 4194304 bytes.");
    }

    @Test
    void whatIsNoManifestIsRefused() {
        server.on(LATEST, Reply.of(200, "<html>Sign in</html>", "Content-Type", "text/html"));

        assertThat(problem(() -> registry.manifest(latest)).text()).startsWith(latest + " is not a manifest: ");
    }

    @Test
    void tagsOfAllPagesAreListedInTheRegistrysOrder() throws Exception {
        server.on(
                TAGS,
                Reply.of(
                        200,
                        "{\"name\":\"demo/portal\",\"tags\":[\"b\",\"a\"]}",
                        "Link",
                        "</v2/demo/portal/tags/list?n=1000&last=a>; rel=\"next\""),
                Reply.of(200, "{\"name\":\"demo/portal\",\"tags\":[\"c\",\"../../etc\"]}"));

        assertThat(registry.tags(server.repository())).containsExactly("b", "a", "c");
        assertThat(server.seen().get(1).target()).isEqualTo(path("tags/list?n=1000&last=a"));
    }

    @Test
    void pagesWithoutEndAreRefused() {
        server.on(
                TAGS,
                IntStream.range(0, 500).mapToObj(HostileRegistryTest::page).toArray(Reply[]::new));

        assertThat(problem(() -> registry.tags(server.repository())).text()).contains("has pages without end");
    }

    @Test
    void pageThatLeadsToItselfIsRefused() {
        server.on(TAGS, page(1));

        assertThat(problem(() -> registry.tags(server.repository())).text()).contains("has pages without end");
        assertThat(server.seen()).hasSize(2);
    }

    @Test
    void nextPageElsewhereIsRefused() {
        server.on(TAGS, Reply.of(200, "{\"tags\":[]}", "Link", "<http://elsewhere.example/tags>; rel=\"next\""));

        assertThat(problem(() -> registry.tags(server.repository())).text()).contains("has its next page elsewhere");
    }

    @Test
    void nullForNoTagsIsNoTags() throws Exception {
        server.on(TAGS, Reply.of(200, "{\"name\":\"demo/portal\",\"tags\":null}"));

        assertThat(registry.tags(server.repository())).isEmpty();
    }

    @Test
    void nextPagesMayBeNamedByTheirQueryAlone() throws Exception {
        server.on(
                TAGS,
                Reply.of(200, "{\"tags\":[\"a\"]}", "Link", "<?n=1000&last=a>; rel=\"next\""),
                Reply.of(200, "{\"tags\":[\"b\"]}"));

        assertThat(registry.tags(server.repository())).containsExactly("a", "b");
    }

    @Test
    void nextPagesThatAreNoAddressAreRefused() {
        server.on(TAGS, Reply.of(200, "{\"tags\":[]}", "Link", "</v2/{odd}^>; rel=\"next\""));

        assertThat(problem(() -> registry.tags(server.repository())).text()).contains("cannot be used");
    }

    @Test
    void redirectsInACircleAreRefused() {
        server.on(LATEST, Reply.of(307, "", "Location", path("manifests/latest")));

        assertThat(problem(() -> registry.manifest(latest)).text()).endsWith("was redirected more than 5 times.");
    }

    @Test
    void referrersOfARegistryThatAnswersWithAPageForPeopleAreUnderTheTag() throws Exception {
        var subject = Samples.image(Platform.LINUX_AMD64, "subject").manifest().descriptor();
        server.on(
                "GET " + path("referrers/" + subject.digest()), Reply.of(200, "<html/>", "Content-Type", "text/html"));

        assertThat(registry.referrers(server.repository(), subject.digest())).isEmpty();
        assertThat(server.seen().getLast().target())
                .isEqualTo(path("manifests/sha256-" + subject.digest().hex()));
    }

    @Test
    void referrersOfSeveralPagesAreAllListed() throws Exception {
        var subject = Bytes.utf8("subject").digest();
        var one = Samples.image(Platform.LINUX_AMD64, "one").manifest();
        var two = Samples.image(Platform.LINUX_AMD64, "two").manifest();
        var listed = "GET " + path("referrers/" + subject);
        server.on(
                listed,
                referrers(one, "Link", "<" + path("referrers/" + subject + "?page=2") + ">; rel=\"next\""),
                referrers(two));

        assertThat(registry.referrers(server.repository(), subject))
                .extracting(each -> each.digest())
                .containsExactly(one.digest(), two.digest());
    }

    @Test
    void attachingWhereTheRegistryListsItselfTouchesNoTag() throws Exception {
        var subject = Samples.image(Platform.LINUX_AMD64, "subject").manifest().descriptor();
        var layer = Samples.image(Platform.LINUX_AMD64, "any").layerDescriptor();
        var artifact = Manifest.artifact(subject, layer, Map.of());
        server.on(
                "PUT " + path("manifests/" + artifact.digest()),
                Reply.of(201, "", "OCI-Subject", subject.digest().value()));

        registry.attach(server.repository(), List.of(artifact));

        assertThat(server.seen()).hasSize(1);
    }

    private static Reply referrers(Manifest listed, String... headers) {
        var index = Manifest.index(List.of(typed(listed)), Map.of());
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", MediaTypes.OCI_INDEX));
        return Reply.of(200, index.bytes().array(), all.toArray(String[]::new));
    }

    private static Descriptor typed(Manifest manifest) {
        var plain = manifest.descriptor();
        return new Descriptor(
                plain.mediaType(),
                plain.digest(),
                plain.size(),
                plain.platform(),
                Optional.of("application/vnd.example"),
                plain.annotations());
    }

    private static Reply page(int number) {
        return Reply.of(
                200,
                "{\"tags\":[\"t" + number + "\"]}",
                "Link",
                "</v2/demo/portal/tags/list?last=" + number + ">; rel=next");
    }

    private static Reply manifest(Manifest manifest) {
        return Reply.of(200, manifest.bytes().array(), "Content-Type", manifest.mediaType());
    }

    private static Problem problem(ThrowingCallable call) {
        return catchThrowableOfType(Refused.class, call).problem();
    }

    private static Unavailable unavailable(ThrowingCallable call) {
        var thrown = catchThrowableOfType(Unavailable.class, call);
        assertThat(thrown).isNotNull();
        return thrown;
    }
}
