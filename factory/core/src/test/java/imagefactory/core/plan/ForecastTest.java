package imagefactory.core.plan;

import static imagefactory.core.image.Platform.LINUX_AMD64;
import static imagefactory.core.image.Platform.LINUX_ARM64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.build.BuildReason;
import imagefactory.core.build.BuildReason.BaseChanged;
import imagefactory.core.build.BuildReason.NeverPublished;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.event.EventId;
import imagefactory.core.event.FactoryEvent;
import imagefactory.core.event.FactoryEvent.BaseUpdated;
import imagefactory.core.event.FactoryEvent.ScheduleTicked;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Plan.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final ImageRef DEBIAN = ImageRef.parse("debian:12");
    private static final EventId EVENT = new EventId("/test", "1");

    private final Scene scene = new Scene();

    @Test
    void whatIsFreshIsSkipped() throws Exception {
        scene.publish("latest");

        var forecast = all();

        assertThat(forecast.plan().openings()).isEmpty();
        assertThat(forecast.plan().skipped())
                .singleElement()
                .satisfies(skipped -> assertThat(skipped.because()).startsWith("fresh: sha256:"));
    }

    @Test
    void whatWasNeverPublishedIsBuilt() throws Exception {
        assertThat(reasons(all())).containsExactly(new NeverPublished());
        assertThat(all().plan().levels()).containsExactly(List.of("portal"));
    }

    @Test
    void anySupposedChangeOfABaseRebuildsWhatIsBuiltOnIt() throws Exception {
        scene.publish("latest");

        var forecast = changed(Supposition.changed(DEBIAN));

        assertThat(forecast.plan().levels()).containsExactly(List.of("portal"));
        assertThat(reasons(forecast))
                .hasSize(2)
                .allSatisfy(reason -> assertThat(reason)
                        .isInstanceOfSatisfying(
                                BaseChanged.class,
                                change -> assertThat(change.base()).isEqualTo(DEBIAN)));
    }

    @Test
    void aSupposedDigestIsReadFromTheRegistry() throws Exception {
        scene.publish("latest");
        var next = scene.registry.index("debian:next", "newer", LINUX_AMD64, LINUX_ARM64);

        var forecast = changed(Supposition.of(scene.registry, DEBIAN, next.digest()));

        assertThat(reasons(forecast))
                .contains(new BaseChanged(
                        DEBIAN,
                        LINUX_ARM64,
                        Optional.of(FakeRegistry.digest("debian", LINUX_ARM64)),
                        FakeRegistry.digest("newer", LINUX_ARM64)));
    }

    @Test
    void theDigestThatItHasAlreadyChangesNothing() throws Exception {
        var now = scene.registry.index("debian:12", "debian", LINUX_AMD64, LINUX_ARM64);
        scene.publish("latest");

        assertThat(changed(Supposition.of(scene.registry, DEBIAN, now.digest()))
                        .plan()
                        .openings())
                .isEmpty();
    }

    @Test
    void aSupposedDigestWithoutAPlatformIsToldAsAFault() throws Exception {
        scene.publish("latest");
        var next = scene.registry.index("debian:next", "newer", LINUX_AMD64);

        var forecast = changed(Supposition.of(scene.registry, DEBIAN, next.digest()));

        assertThat(forecast.facts().get("portal"))
                .isInstanceOfSatisfying(
                        Fact.Faulty.class,
                        faulty -> assertThat(faulty.problem().code()).isEqualTo(Code.PLATFORM_MISSING));
        assertThat(forecast.plan().levels()).isEmpty();
    }

    @Test
    void aDigestThatIsNowhereIsRefused() throws Exception {
        assertThatThrownBy(() -> Supposition.of(scene.registry, DEBIAN, Digest.of(new byte[] {1})))
                .hasMessageContaining("its registry has no such image");
    }

    @Test
    void whatCannotBeAskedIsUnknownAndInNoWave() throws Exception {
        scene.registry.isAway();

        var forecast = all();

        assertThat(forecast.facts()).containsEntry("portal", new Fact.Unknown("the registry is away"));
        assertThat(forecast.plan().levels()).isEmpty();
    }

    @Test
    void aSourceThatIsBeingFetchedIsWaitedFor() throws Exception {
        var fetched = Scene.snapshot("FROM debian:12\n");
        scene.source(new Pending<>(Duration.ofMillis(1))).then(new Done<>(fetched));

        assertThat(all().plan().levels()).containsExactly(List.of("portal"));
    }

    @Test
    void aSourceThatCannotBeReadIsToldByTheSurveyToo() throws Exception {
        scene.dockerfile("FORM debian:12\n");

        assertThat(all().survey().unread()).containsOnlyKeys("portal");
        assertThat(all().facts().get("portal")).isInstanceOf(Fact.Faulty.class);
    }

    private Forecast all() throws Unavailable {
        return of(new ScheduleTicked(EVENT, Instant.EPOCH, ScheduleTicked.ALL), Optional.empty());
    }

    private Forecast changed(Supposition supposition) throws Unavailable {
        return of(
                new BaseUpdated(EVENT, Instant.EPOCH, supposition.base(), Optional.empty()), Optional.of(supposition));
    }

    private Forecast of(FactoryEvent event, Optional<Supposition> supposed) throws Unavailable {
        var catalog = new Catalog(List.of(scene.image()));
        return Forecast.of(scene.world(), catalog, new Occurrence(event, Instant.EPOCH), supposed);
    }

    private static List<BuildReason> reasons(Forecast forecast) {
        return forecast.plan().openings().stream()
                .map(Opening::cause)
                .map(cause -> cause.reason())
                .toList();
    }
}
