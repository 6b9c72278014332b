package imagefactory.app.store;

import imagefactory.app.store.ImageView.State;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.catalog.External;
import imagefactory.core.catalog.Managed;
import imagefactory.core.ledger.Decision;
import imagefactory.core.ledger.Ledger;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** How enrolled images stand, from runs and decisions. */
@Singleton
public final class Images {
    private static final int DECISIONS = 50;

    private final Views views;
    private final Ledger ledger;

    Images(Views views, Ledger ledger) {
        this.views = views;
        this.ledger = ledger;
    }

    public ImageView view(EnrolledImage image) {
        return switch (image) {
            case External external -> external(external);
            case Managed managed ->
                ImageView.of(
                        managed.name(),
                        managed.repository().toString(),
                        views.runs(Optional.of(managed.name()), Long.MAX_VALUE, 1).stream()
                                .findFirst(),
                        views.published(managed.name()),
                        ledger.about(managed.name(), 1));
        };
    }

    public List<Decision> decisions(String image) {
        return ledger.about(image, DECISIONS);
    }

    private static ImageView external(External image) {
        return new ImageView(
                image.name(),
                image.repository().toString(),
                State.EXTERNAL,
                "built by others",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
