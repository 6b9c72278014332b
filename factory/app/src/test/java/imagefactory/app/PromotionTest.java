package imagefactory.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import imagefactory.app.outside.FakePipeline;
import imagefactory.app.outside.FakePromoter;
import imagefactory.app.promotion.Deliveries;
import imagefactory.app.store.RunView;
import imagefactory.core.outcome.Problem;
import imagefactory.core.promote.Commit;
import imagefactory.core.promote.InStage.State;
import imagefactory.core.run.StageResult.Promoted;
import imagefactory.core.run.StageResult.Published;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of an image that is published. */
@QuarkusTest
class PromotionTest extends OnRealServers {
    private static final Commit MADE =
            new Commit(FakePromoter.REPOSITORY, "main", "3f2c9d1a0b0c3f2c9d1a0b0c3f2c9d1a0b0c3f2c", true);

    @Inject
    Deliveries deliveries;

    @Test
    void whatIsPublishedIsPromotedAndAnnounced() throws Exception {
        var image = begun(TestCatalog.promoted());

        var run = published(image, tick(image));

        assertThat(run.get(Promoted.class).commits()).containsExactly(MADE);
        var request = promoter.commits(image.name()).getFirst();
        assertThat(request.repository()).isEqualTo(image.repository());
        assertThat(Optional.of(request.digest())).isEqualTo(run.digest());
        assertThat(request.because()).isEqualTo("never published");
        assertThat(announced(run)).endsWith("published", "promoted");
        assertThat(count("select count(*) from decision where subject = ? and kind = 'published'", image.name()))
                .isOne();
    }

    @Test
    void anImageThatNobodyHasToBeToldOfEndsWhenItIsPublished() throws Exception {
        var plain = begun(TestCatalog.plain());
        var staged = begun(TestCatalog.staged());

        var run = published(plain, tick(plain));

        assertThat(run.results().getLast()).isInstanceOf(Published.class);
        assertThat(published(staged, tick(staged)).results().getLast()).isInstanceOf(Published.class);
        assertThat(promoter.commits(plain.name())).isEmpty();
    }

    @Test
    void aPersonWhoAsksAgainFindsTheContentThere() throws Exception {
        var image = published(TestCatalog.promoted());

        var run = published(image, sent(Events.asked(image, "to be sure")));

        assertThat(run.get(Promoted.class).commits()).containsExactly(MADE.found());
        assertThat(promoter.commits(image.name())).hasSize(1);
    }

    @Test
    void whileTheRepositoryIsAwayTheImageIsPublishedAndTheRunWaits() throws Exception {
        var image = begun(TestCatalog.promoted());
        promoter.away(true);
        var event = tick(image);
        await().until(() -> waitsFor(image, event).equals(Optional.of("the GitOps repository is away")));

        assertThat(latest(image)).isPresent();
        promoter.away(false);

        assertThat(published(image, event).get(Promoted.class).commits()).containsExactly(MADE);
    }

    @Test
    void whatIsRefusedEndsTheRunAndTheImageStaysPublishedAndFresh() throws Exception {
        var image = begun(TestCatalog.promoted());
        promoter.fail(new Problem(Problem.Code.PROMOTION_REFUSED, "It has no key image.", "Add it."));

        var run = over(image, tick(image));

        assertThat(run.problem())
                .contains(new Problem(
                        Problem.Code.PROMOTION_REFUSED,
                        "It has no key image.",
                        "Add it. The image is published; to promote it then: ./taskw rebuild IMAGE=" + image.name()));
        assertThat(latest(image)).isEqualTo(run.digest());
        assertThat(skipped(tick(image))).startsWith("fresh: ");

        promoter.behave();
        assertThat(published(image, sent(Events.asked(image, "it is mended")))
                        .get(Promoted.class)
                        .commits())
                .containsExactly(MADE);
    }

    @Test
    void thePublicationOfAnImageWithStagesDeliversManifestsWhereTheyChanged() throws Exception {
        promoter.deliver(true);
        var image = begun(TestCatalog.staged());

        var run = published(image, tick(image));

        assertThat(run.get(Promoted.class).commits()).isNotEmpty();
        var before = promoter.delivered().size();
        deliveries.deliver();
        assertThat(promoter.delivered()).hasSize(before);
        assertThat(promoter.delivered().getLast().named(image.name())).isPresent();
    }

    @Test
    void whereKargoIsWatchedARunIsPromotedWhenTheFirstStageIs() throws Exception {
        pipeline.follow(true);
        var image = begun(TestCatalog.staged());

        var run = published(image, tick(image));

        assertThat(run.get(Promoted.class).stages()).containsExactly(FakePipeline.in(State.VERIFIED));
        assertThat(pipeline.told()).contains("run-" + run.id());
        assertThat(announced(run)).endsWith("published", "promoted");
    }

    @Test
    void withGitAndKargoBothAwayNothingIsForgottenAndNothingDoneTwice() throws Exception {
        promoter.deliver(true);
        promoter.away(true);
        pipeline.follow(true);
        pipeline.away(true);
        var image = begun(TestCatalog.staged());
        var event = tick(image);
        await().until(() -> waitsFor(image, event).equals(Optional.of("the GitOps repository is away")));
        promoter.away(false);
        await().until(() -> waitsFor(image, event).equals(Optional.of("Kargo is away")));
        assertThat(latest(image)).isPresent();
        pipeline.away(false);

        var run = published(image, event);

        assertThat(run.get(Promoted.class).stages()).containsExactly(FakePipeline.in(State.VERIFIED));
        assertThat(run.get(Promoted.class).commits()).hasSize(1);
        assertThat(announced(run)).containsOnlyOnce("published", "promoted");
    }

    @Test
    void aPromotionThatFailsInKargoEndsTheRunAndTheImageStaysPublished() throws Exception {
        pipeline.follow(true);
        pipeline.fail(new Problem(Problem.Code.PROMOTION_FAILED, "It came to nothing.", "Mend it."));
        var image = begun(TestCatalog.staged());

        var run = over(image, tick(image));

        assertThat(run.problem())
                .contains(new Problem(
                        Problem.Code.PROMOTION_FAILED,
                        "It came to nothing.",
                        "Mend it. The image is published; to promote it then: ./taskw rebuild IMAGE=" + image.name()));
        assertThat(latest(image)).isEqualTo(run.digest());
    }

    @Test
    void kargoNeverKeepsTheNextBuildWaiting() throws Exception {
        pipeline.follow(true);
        pipeline.slow(true);
        var image = begun(TestCatalog.staged());
        tick(image);
        await().until(() -> latest(image).isPresent());
        base(image, "next " + UUID.randomUUID());

        sent(Events.baseUpdated(image));

        await().until(() -> runs(image).size() > 1
                && runs(image).getFirst().find(Published.class).isPresent());
        assertThat(runs(image).getLast().get(Promoted.class).stages()).containsExactly(FakePipeline.in(State.WAITING));
        pipeline.slow(false);
        await().until(() -> runs(image).getFirst().closed().isPresent());
        assertThat(runs(image).getFirst().get(Promoted.class).stages())
                .containsExactly(FakePipeline.in(State.VERIFIED));
    }

    @Test
    void thoseThatAreBuiltOnItDoNotWaitForItsPromotion() throws Exception {
        var parent = published(TestCatalog.promoted());
        var child = begun(TestCatalog.plain());
        push(child, "FROM registry.test/demo/%s:latest\nCOPY file /\n".formatted(parent.name()));
        published(child, tick(child));
        promoter.away(true);
        base(parent, "next " + UUID.randomUUID());

        sent(Events.baseUpdated(parent));

        await().until(() -> runs(child).size() > 1
                && runs(child).getFirst().find(Published.class).isPresent());
        assertThat(runs(parent).getFirst().closed()).isEmpty();
        promoter.away(false);
        await().until(() -> runs(parent).getFirst().closed().isPresent());
    }

    private Optional<String> waitsFor(Enrolled image, String event) {
        return run(image, event).flatMap(RunView::waitsFor);
    }

    private List<String> announced(RunView run) {
        var key = Long.toString(run.id());
        return database.withHandle(handle -> handle.select("select body from outbox where key = ? order by id", key)
                .mapTo(String.class)
                .map(body -> body.replaceAll("(?s).*\"type\":\"io.imagefactory.run.([a-z]+)\".*", "$1"))
                .list());
    }
}
