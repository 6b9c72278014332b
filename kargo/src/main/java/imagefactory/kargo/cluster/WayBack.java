package imagefactory.kargo.cluster;

import imagefactory.core.image.Digest;
import imagefactory.core.outcome.AtOnce;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.promote.Pipeline.Rollback;
import imagefactory.core.promote.Pipeline.RolledBack;
import imagefactory.kargo.cluster.Choosing.Choice;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Brings a stage to Freight that it had: reads what Kargo has of both, and creates the Promotion that follows from it.
 *
 * @param name the stage's
 * @param stage as the API server tells it
 */
record WayBack(Cluster cluster, Clock clock, String warehouse, String name, Part stage) {
    private static final SecureRandom RANDOM = new SecureRandom();

    RolledBack go(Rollback asked) throws Unavailable, Refused {
        var promotions = cluster.list("Promotion", "promotions", Map.of(PromotionManifest.STAGE, name));
        var choosing = choosing(asked, promotions, known(asked, promotions));
        return switch (choosing.choose(asked.to())) {
            case Choice.Found(var to, var promotion, var afterwards) ->
                new RolledBack(choosing.from(to), to.digest(), to.name(), promotion, false, afterwards);
            case Choice.Needed needed -> made(choosing, needed, asked);
        };
    }

    private RolledBack made(Choosing choosing, Choice.Needed needed, Rollback asked) throws Unavailable, Refused {
        var to = needed.to();
        var random = new byte[PromotionManifest.RANDOM_BYTES];
        RANDOM.nextBytes(random);
        var called = PromotionManifest.name(name, to.name(), clock.instant(), random);
        var made = cluster.create("Promotion", "promotions", PromotionManifest.of(called, name, stage, needed, asked));
        return new RolledBack(
                choosing.from(to),
                to.digest(),
                to.name(),
                PromotionManifest.name(made),
                true,
                choosing.afterwards(made, to));
    }

    private Choosing choosing(Rollback asked, List<Part> promotions, List<FreightLook> freights) {
        return new Choosing(name, stage, asked.image().repository(), freights, promotions, clock.instant());
    }

    /** What the stage had is asked for by name; all Freight of the namespace is read for what it never had. */
    private List<FreightLook> known(Rollback asked, List<Part> promotions) throws Unavailable, Refused {
        var names = Stream.of(
                        Choosing.had(stage).stream(),
                        Stream.of(stage.at("status", "currentPromotion", "freight", "name"))
                                .flatMap(freight -> freight.text().stream()),
                        promotions.stream().filter(Choosing::isOpen).map(PromotionManifest::freight))
                .flatMap(each -> each)
                .distinct()
                .toList();
        var found = AtOnce.all(names.stream().map(this::question).toList());
        var had = looks(found.stream().flatMap(Optional::stream), asked);
        boolean enough = asked.to().isEmpty() || holds(had, asked.to().get());
        return enough ? had : looks(cluster.list("Freight", "freights", Map.of()).stream(), asked);
    }

    private AtOnce.Question<Optional<Part>> question(String freight) {
        return () -> cluster.get("Freight", "freights", freight);
    }

    private static boolean holds(List<FreightLook> freights, Digest digest) {
        return freights.stream().anyMatch(freight -> freight.digest().equals(digest));
    }

    private List<FreightLook> looks(Stream<Part> freights, Rollback asked) {
        return freights.flatMap(freight -> FreightLook.of(freight, asked.image().repository()).stream())
                .filter(freight -> freight.warehouse().equals(warehouse))
                .toList();
    }
}
