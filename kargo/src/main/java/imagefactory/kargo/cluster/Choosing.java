package imagefactory.kargo.cluster;

import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.promote.Pipeline.Afterwards;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which Freight a stage is brought back to, by what Kargo has.
 *
 * @param name the stage's
 * @param stage as the API server tells it
 * @param freights those that the stage had, and those of its promotions; or all of the Warehouse
 * @param promotions to this stage
 */
record Choosing(
        String name,
        Part stage,
        Repository repository,
        List<FreightLook> freights,
        List<Part> promotions,
        Instant now) {
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed", "Errored", "Aborted", "Superseded");
    private static final String HOLD = "kargo.akuity.io/auto-promotion-hold";
    private static final int SHOWN = 10;

    /** What follows. */
    sealed interface Choice {
        FreightLook to();

        /** A promotion to it is there already. */
        record Found(FreightLook to, String promotion, Afterwards afterwards) implements Choice {}

        /**
         * One has to be made.
         *
         * @param older whether the stage goes back by it
         */
        record Needed(FreightLook to, boolean older) implements Choice {}
    }

    /** What the stage had, the newest first; names of Freight. */
    static List<String> had(Part stage) {
        return stage.at("status", "freightHistory").list().stream()
                .flatMap(collection -> collection.at("items").entries().values().stream())
                .flatMap(freight -> freight.at("name").text().stream())
                .distinct()
                .toList();
    }

    /** @throws Refused if nothing is left to be chosen: says why */
    Choice choose(Optional<Digest> to) throws Refused {
        return to.isPresent() ? named(to.get()) : before();
    }

    /** What the stage has, or is being brought to by somebody else than this choice. */
    Optional<Digest> from(FreightLook to) {
        return here().filter(freight -> !freight.at("name").text().equals(Optional.of(to.name())))
                .flatMap(freight -> FreightLook.digest(freight, repository).stream())
                .findFirst();
    }

    /** Whether Kargo's webhook marked the promotion as one that holds the stage, or the stage is held at its Freight. */
    Afterwards afterwards(Part promotion, FreightLook to) {
        boolean held = promotion.at("metadata", "annotations", HOLD).isThere()
                || Stream.of("effectiveAutoPromotionHolds", "autoPromotionHolds")
                        .flatMap(holds -> stage.at("status", holds).entries().values().stream())
                        .anyMatch(hold -> is(hold.at("freightName"), to.name()));
        if (held) {
            return Afterwards.HELD;
        }
        return stage.at("status", "autoPromotionEnabled").flag() ? Afterwards.AUTOMATIC : Afterwards.MANUAL;
    }

    /** What is asked for again while it is under way is the same: the stage never goes back two steps for it. */
    private Choice before() throws Refused {
        var ours = newest(open().filter(PromotionManifest::isOurs));
        if (ours.isPresent()) {
            return found(ours.get());
        }
        var here = here().flatMap(freight -> FreightLook.digest(freight, repository).stream())
                .findFirst();
        var older = had(stage).stream()
                .flatMap(freight -> freight(freight).stream())
                .filter(this::isOlder)
                .filter(freight -> !here.equals(Optional.of(freight.digest()))) // the same under another tag
                .toList();
        return older.stream()
                .filter(freight -> doubt(freight).isEmpty())
                .findFirst()
                .map(freight -> new Choice.Needed(freight, true))
                .orElseThrow(() -> nothing(older));
    }

    private Choice named(Digest digest) throws Refused {
        var to = freights.stream()
                .filter(freight -> freight.digest().equals(digest))
                .max(Comparator.<FreightLook, Boolean>comparing(
                                freight -> withheld(freight).isEmpty())
                        .thenComparing(FreightLook::discovered))
                .orElseThrow(() -> unknown(digest));
        var same = newest(
                open().filter(promotion -> PromotionManifest.freight(promotion).equals(to.name())));
        if (same.isPresent()) {
            return found(same.get());
        }
        var last = stage.at("status", "lastPromotion");
        if (current().equals(Optional.of(to.name()))
                && is(last.at("freight", "name"), to.name())
                && is(last.at("status", "phase"), "Succeeded")) {
            return found(to, last.at("name").text().orElse(""));
        }
        var withheld = withheld(to);
        if (withheld.isPresent()) {
            throw unavailable(to, withheld.get());
        }
        return new Choice.Needed(to, isOlder(to));
    }

    private Choice found(Part promotion) {
        var to = freight(PromotionManifest.freight(promotion)).orElseThrow();
        return found(to, PromotionManifest.name(promotion));
    }

    private Choice found(FreightLook to, String promotion) {
        var object = promotions.stream()
                .filter(each -> PromotionManifest.name(each).equals(promotion))
                .findFirst()
                .orElse(new Part(Optional.empty()));
        return new Choice.Found(to, promotion, afterwards(object, to));
    }

    /** Whether a promotion has not come to its end. */
    static boolean isOpen(Part promotion) {
        return promotion.at("status", "phase").text().filter(ENDED::contains).isEmpty();
    }

    /** Those whose Freight is still there. */
    private Stream<Part> open() {
        return promotions.stream()
                .filter(Choosing::isOpen)
                .filter(promotion ->
                        freight(PromotionManifest.freight(promotion)).isPresent());
    }

    /** Their names sort by time. */
    private static Optional<Part> newest(Stream<Part> promotions) {
        return promotions.max(Comparator.comparing(PromotionManifest::name));
    }

    private Optional<FreightLook> freight(String called) {
        return freights.stream()
                .filter(freight -> freight.name().equals(called))
                .findFirst();
    }

    /** References to what the stage is being brought to, and to what it has. */
    private Stream<Part> here() {
        var coming = Stream.of(stage.at("status", "currentPromotion", "freight"));
        var present = stage.at("status", "freightHistory").list().stream()
                .limit(1)
                .flatMap(collection -> collection.at("items").entries().values().stream());
        return Stream.concat(coming, present);
    }

    private Optional<String> current() {
        return here().flatMap(freight -> freight.at("name").text().stream()).findFirst();
    }

    /** Freight that is in use is not deleted; if it was all the same, whatever came before it is older. */
    private boolean isOlder(FreightLook freight) {
        return current()
                .flatMap(this::freight)
                .map(now -> freight.discovered().isBefore(now.discovered()))
                .orElse(true);
    }

    private Optional<String> withheld(FreightLook freight) {
        return freight.withheldFrom(name, stage, now);
    }

    private Optional<String> doubt(FreightLook freight) {
        return freight.isVerifiedIn(name) ? withheld(freight) : Optional.of("it was not verified there");
    }

    private Refused nothing(List<FreightLook> older) {
        var why = older.stream()
                .map(freight -> freight.digest() + " (" + doubt(freight).orElse("") + ")")
                .collect(Collectors.joining(", "));
        return new Refused(new Problem(
                Code.NOTHING_OLDER,
                "Stage " + name + " has had nothing older that it could go back to"
                        + (why.isEmpty() ? "." : ", only " + why + "."),
                "Name what it shall take by its digest, with --to."));
    }

    private Refused unknown(Digest digest) {
        var known = freights.stream()
                .sorted(Comparator.comparing(FreightLook::discovered).reversed())
                .map(freight -> freight.digest().value())
                .distinct()
                .limit(SHOWN)
                .toList();
        return new Refused(new Problem(
                Code.FREIGHT_UNKNOWN,
                "Kargo has no Freight of " + repository + "@" + digest + " for stage " + name + ".",
                known.isEmpty()
                        ? "See whether its Warehouse has made any Freight."
                        : "Choose one of the newest that it has: " + String.join(", ", known) + "."));
    }

    private Refused unavailable(FreightLook freight, String why) {
        return new Refused(new Problem(
                Code.FREIGHT_UNAVAILABLE,
                "Stage " + name + " may not take " + freight.digest() + " (Freight " + freight.name() + "): " + why
                        + ".",
                "Let it come that far, or approve it in Kargo: kargo approve --freight " + freight.name() + " --stage "
                        + name + "; then ask again."));
    }

    private static boolean is(Part part, String text) {
        return part.text().filter(text::equals).isPresent();
    }
}
