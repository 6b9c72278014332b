package imagefactory.app.promotion;

import imagefactory.app.planning.Catalogs;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.catalog.Promotion;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.promote.Commit;
import imagefactory.core.promote.Pipeline;
import imagefactory.core.promote.Promoter;
import imagefactory.core.promote.PromotionRequest;
import imagefactory.core.run.Publications;
import imagefactory.core.run.Run;
import imagefactory.core.run.RunStore;
import imagefactory.core.run.StageResult.Promoted;
import imagefactory.core.run.StageResult.Published;
import imagefactory.core.run.StageResult.Resolved;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Promotes as the catalog says now: with stages Kargo edits the updates, from the manifests that are delivered, and is watched
 * where it can be; without stages the factory edits them.
 */
@Singleton
public final class Promotions {
    private final Catalogs catalogs;
    private final Promoter promoter;
    private final Pipeline pipeline;
    private final Publications publications;
    private final RunStore runs;
    private final Deliveries deliveries;

    Promotions(
            Catalogs catalogs,
            Promoter promoter,
            Pipeline pipeline,
            Publications publications,
            RunStore runs,
            Deliveries deliveries) {
        this.catalogs = catalogs;
        this.promoter = promoter;
        this.pipeline = pipeline;
        this.publications = publications;
        this.runs = runs;
        this.deliveries = deliveries;
    }

    /** Whether a publication of this image is followed by anything. */
    public boolean follow(String image) {
        var promotion = of(image);
        return promotion.stages().isEmpty()
                ? !promotion.updates().isEmpty()
                : promoter.delivers() || pipeline.follows();
    }

    /** What the run published, as {@link Promoter} and {@link Pipeline} do it. */
    public Outcome<Promoted> advance(Run run) throws Unavailable {
        var image = catalogs.current().named(run.image());
        var promotion = image.map(EnrolledImage::promotion).orElse(Promotion.NONE);
        if (image.isPresent() && !promotion.stages().isEmpty()) {
            return through(image.get(), run);
        }
        if (promotion.updates().isEmpty()) {
            return new Done<>(new Promoted(List.of()));
        }
        return switch (updated(run, promotion)) {
            case Done(var commits) -> new Done<>(new Promoted(commits));
            case Pending(var after) -> new Pending<>(after);
            case Failed(var problem) -> new Failed<>(problem);
        };
    }

    private Outcome<List<Commit>> updated(Run run, Promotion promotion) throws Unavailable {
        var digest = run.get(Published.class).digest();
        var request = new PromotionRequest(
                run.image(),
                Optional.of(run.id()),
                because(run),
                run.get(Resolved.class).target().repository(),
                digest,
                promotion.updates());
        return promoter.promote(request, () -> publications.latest(run.image()).equals(Optional.of(digest)));
    }

    private Outcome<Promoted> through(EnrolledImage image, Run run) throws Unavailable {
        return switch (deliveries.advance()) {
            case Done(var commits) -> watched(image, run, commits);
            case Pending(var after) -> new Pending<>(after);
            case Failed(var problem) -> new Failed<>(problem);
        };
    }

    /** What goes on in Kargo goes on without the run: it never keeps the next build waiting. */
    private Outcome<Promoted> watched(EnrolledImage image, Run run, List<Commit> commits) throws Unavailable {
        var published = run.get(Published.class);
        var sought = new Pipeline.Published(image, published.digest(), "run-" + run.id(), published.at());
        return switch (pipeline.follow(sought, () -> !runs.isFollowed(run))) {
            case Done(var stages) -> new Done<>(new Promoted(commits, stages));
            case Pending(var after) -> new Pending<>(after);
            case Failed(var problem) -> new Failed<>(problem);
        };
    }

    private Promotion of(String image) {
        return catalogs.current().named(image).map(EnrolledImage::promotion).orElse(Promotion.NONE);
    }

    private static String because(Run run) {
        return run.causes().stream()
                .map(cause -> cause.reason().text())
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
