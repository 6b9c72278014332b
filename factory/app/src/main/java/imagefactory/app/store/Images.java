package imagefactory.app.store;

import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.ledger.Decision;
import imagefactory.core.ledger.Ledger;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** How enrolled images stand, from runs and decisions. */
@Singleton
public final class Images {
    private static final int DECISIONS = 50;

    private final Summaries summaries;
    private final Views views;
    private final Ledger ledger;

    Images(Summaries summaries, Views views, Ledger ledger) {
        this.summaries = summaries;
        this.views = views;
        this.ledger = ledger;
    }

    /** A line for each, in their order. */
    public List<ImageSummary> summaries(List<EnrolledImage> images) {
        return summaries.of(images);
    }

    public ImageView view(EnrolledImage image) {
        var newest = views.runs(Optional.of(image.name()), Long.MAX_VALUE, 1).stream();
        return new ImageView(
                summaries.of(List.of(image)).getFirst(),
                views.published(image.name()),
                newest.filter(run -> run.closed().isEmpty()).findFirst());
    }

    public List<Decision> decisions(String image) {
        return ledger.about(image, DECISIONS);
    }
}
