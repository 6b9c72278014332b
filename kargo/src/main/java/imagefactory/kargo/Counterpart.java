package imagefactory.kargo;

import imagefactory.core.catalog.EnrolledImage;
import java.util.List;
import java.util.Optional;

/**
 * How the objects are called that stand for an enrolled image.
 *
 * @param stages in the order of the catalog's
 */
public record Counterpart(String warehouse, List<String> stages) {
    public Counterpart {
        stages = List.copyOf(stages);
    }

    /** Empty where Kargo takes its repository for none, so that nothing was written for it. */
    public static Optional<Counterpart> of(EnrolledImage image) {
        return Optional.of(Watched.of(image))
                .filter(Watched::isLegal)
                .map(watched -> new Counterpart(
                        watched.name(),
                        image.promotion().stages().stream()
                                .map(stage -> PromotionStages.name(image, stage))
                                .toList()));
    }
}
