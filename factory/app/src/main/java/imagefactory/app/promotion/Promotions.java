package imagefactory.app.promotion;

import imagefactory.app.planning.Catalogs;
import imagefactory.core.catalog.Promotion;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.promote.Commit;
import imagefactory.core.promote.Promoter;
import imagefactory.core.promote.PromotionRequest;
import imagefactory.core.run.Publications;
import imagefactory.core.run.Run;
import imagefactory.core.run.StageResult.Published;
import imagefactory.core.run.StageResult.Resolved;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Promotes as the catalog says now: with stages Kargo edits the updates, from the manifests that are delivered; without stages
 * the factory edits them.
 */
@Singleton
public final class Promotions {
    private final Catalogs catalogs;
    private final Promoter promoter;
    private final Publications publications;
    private final Deliveries deliveries;

    Promotions(Catalogs catalogs, Promoter promoter, Publications publications, Deliveries deliveries) {
        this.catalogs = catalogs;
        this.promoter = promoter;
        this.publications = publications;
        this.deliveries = deliveries;
    }

    /** Whether a publication of this image is followed by anything. */
    public boolean follow(String image) {
        var promotion = of(image);
        return promotion.stages().isEmpty() ? !promotion.updates().isEmpty() : promoter.delivers();
    }

    /** What the run published, as {@link Promoter} does it. */
    public Outcome<List<Commit>> advance(Run run) throws Unavailable {
        var promotion = of(run.image());
        if (!promotion.stages().isEmpty()) {
            return deliveries.advance();
        }
        if (promotion.updates().isEmpty()) {
            return new Done<>(List.of());
        }
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

    private Promotion of(String image) {
        return catalogs.current().named(image).map(it -> it.promotion()).orElse(Promotion.NONE);
    }

    private static String because(Run run) {
        return run.causes().stream()
                .map(cause -> cause.reason().text())
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
