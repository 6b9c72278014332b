package imagefactory.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import imagefactory.app.outside.FakeExecutor;
import imagefactory.app.outside.FakePipeline;
import imagefactory.app.outside.FakePromoter;
import imagefactory.app.outside.FakeScanner;
import imagefactory.app.outside.FakeSigner;
import imagefactory.app.outside.FakeSources;
import imagefactory.app.outside.Outages;
import imagefactory.app.outside.TestImages;
import imagefactory.app.store.RunView;
import imagefactory.app.store.Views;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Registry;
import imagefactory.core.run.Due;
import imagefactory.core.run.StageResult.Published;
import io.quarkus.test.common.QuarkusTestResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The routes on a real broker, a real PostgreSQL and a registry in a directory; git, builders and scanner are played. */
@QuarkusTestResource(value = RealServers.class)
abstract class OnRealServers {
    private static final List<Platform> BOTH = List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64);

    /** As {@link RealServers} has it, and a little more. */
    private static final Duration YOUNG = Duration.ofMillis(1200);

    @Inject
    Jdbi database;

    @Inject
    Views views;

    @Inject
    Registry registry;

    @Inject
    Outages outages;

    @Inject
    FakeSources sources;

    @Inject
    FakeExecutor executor;

    @Inject
    FakeScanner scanner;

    @Inject
    FakeSigner signer;

    @Inject
    FakePromoter promoter;

    @Inject
    FakePipeline pipeline;

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
    }

    @BeforeEach
    void behave() {
        executor.behave();
        scanner.behave();
        signer.behave();
        promoter.behave();
        pipeline.behave();
        outages.behave();
        sources.away(false);
    }

    /** Gives the image a source and a base that nobody has seen. */
    final Enrolled begun(Enrolled image) throws Exception {
        base(image, "first " + UUID.randomUUID());
        push(image, "FROM %s\nCOPY file /\n".formatted(image.base()));
        return image;
    }

    final Enrolled published(Enrolled image) throws Exception {
        begun(image);
        published(image, tick(image));
        return image;
    }

    final void base(Enrolled image, String content) throws Exception {
        new TestImages(registry).base(image.base(), content, BOTH);
    }

    final void push(Enrolled image, String dockerfile) {
        sources.push(image.dockerfile(), dockerfile, UUID.randomUUID().toString());
    }

    final String tick(Enrolled image) {
        return sent(Events.schedule(image.name()));
    }

    final String sent(String event) {
        RealServers.running().send(List.of(event));
        return event;
    }

    final RunView published(Enrolled image, String event) {
        var run = over(image, event);
        assertThat(run.problem()).isEmpty();
        assertThat(run.find(Published.class)).as("%s", run).isPresent();
        return run;
    }

    /** The run that this event led to, once it is over. */
    final RunView over(Enrolled image, String event) {
        await().until(() ->
                run(image, event).filter(run -> run.closed().isPresent()).isPresent());
        return run(image, event).orElseThrow();
    }

    /** Its run builds, and is too old to begin anew. */
    final RunView building(Enrolled image, String event) {
        await().until(() -> run(image, event)
                .filter(run -> run.due() == Due.BUILD)
                .flatMap(RunView::begun)
                .filter(begun -> begun.isBefore(Instant.now().minus(YOUNG)))
                .isPresent());
        return run(image, event).orElseThrow();
    }

    final RunView waiting(Enrolled image, String event) {
        await().until(() -> run(image, event).flatMap(RunView::waitsFor).isPresent());
        return run(image, event).orElseThrow();
    }

    /** The newest run of the image that has this event among its causes. */
    final Optional<RunView> run(Enrolled image, String event) {
        return runs(image).stream()
                .filter(run -> run.causes().stream()
                        .anyMatch(cause -> cause.event().id().equals(Events.id(event))))
                .findFirst();
    }

    final List<RunView> runs(Enrolled image) {
        return views.runs(Optional.of(image.name()), Long.MAX_VALUE, 20);
    }

    /** Why nothing was done because of this event. */
    final String skipped(String event) {
        await().until(() -> views.events(Events.id(event)).stream()
                .anyMatch(seen -> !seen.skipped().isEmpty()));
        return views.events(Events.id(event))
                .getFirst()
                .skipped()
                .getFirst()
                .path("because")
                .asText();
    }

    final void planned(String event) {
        await().until(() -> views.events(Events.id(event)).stream()
                .anyMatch(seen -> seen.plan().isPresent()));
    }

    final Optional<Digest> latest(Enrolled image) throws Exception {
        return registry.head(ImageRef.of(image.repository(), "latest")).map(Descriptor::digest);
    }

    /** What a reference points at now, on the platform that it was pinned for. */
    final Digest child(Pin pin) throws Exception {
        return registry.manifest(pin.reference()).orElseThrow().content().manifests().stream()
                .filter(child -> child.platform().equals(Optional.of(pin.platform())))
                .map(Descriptor::digest)
                .findFirst()
                .orElseThrow();
    }

    final long count(String sql, Object... values) {
        return database.withHandle(
                handle -> handle.select(sql, values).mapTo(long.class).one());
    }
}
