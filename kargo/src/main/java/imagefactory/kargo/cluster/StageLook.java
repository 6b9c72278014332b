package imagefactory.kargo.cluster;

import imagefactory.core.promote.InStage;
import imagefactory.core.promote.InStage.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a Stage's status says of an image (akuity/kargo, {@code api/v1alpha1/stage_types.go}): {@code freightHistory}, newest
 * first; {@code currentPromotion} and {@code lastPromotion}; holds and health.
 */
final class StageLook {
    private static final Set<String> PROMOTION_FAILED = Set.of("Failed", "Errored", "Aborted");
    private static final Set<String> VERIFICATION_FAILED = Set.of("Failed", "Error", "Aborted", "Inconclusive");

    private final String name;
    private final Part status;
    private final Sought sought;

    private StageLook(String name, Part status, Sought sought) {
        this.name = name;
        this.status = status;
        this.sought = sought;
    }

    /** @param name as it is enrolled */
    static InStage of(String name, Part stage, Sought sought) {
        return new StageLook(name, stage.at("status"), sought).look();
    }

    static InStage absent(String name) {
        return new InStage(name, State.ABSENT, Optional.empty(), "");
    }

    private InStage look() {
        var running = promoted("currentPromotion");
        if (running.isPresent()) {
            return in(State.PROMOTING, running, text("currentPromotion", "name"));
        }
        var history = status.at("freightHistory").list();
        var here = history.stream().limit(1).flatMap(this::named).findFirst();
        if (here.isPresent()) {
            return verification(
                    here, history.getFirst().at("verificationHistory").list());
        }
        var last = promoted("lastPromotion")
                .filter(_ -> PROMOTION_FAILED.contains(text("lastPromotion", "status", "phase")));
        if (last.isPresent()) {
            return in(
                    State.FAILED,
                    last,
                    sentence("promotion " + text("lastPromotion", "name"), status.at("lastPromotion", "status")));
        }
        var before = history.stream().flatMap(this::named).findFirst();
        return before.isPresent() ? in(State.LEFT, before, text("freightSummary")) : waiting();
    }

    /** One success is enough for Kargo; else the newest attempt counts. */
    private InStage verification(Optional<Part> freight, List<Part> attempts) {
        if (attempts.stream()
                .anyMatch(each ->
                        each.at("phase").text().filter("Successful"::equals).isPresent())) {
            return in(State.VERIFIED, freight, health());
        }
        var newest = attempts.stream().findFirst();
        var failed = newest.filter(each ->
                each.at("phase").text().filter(VERIFICATION_FAILED::contains).isPresent());
        return failed.isPresent()
                ? in(State.FAILED, freight, sentence("verification", failed.get()))
                : in(State.VERIFYING, freight, health());
    }

    private InStage waiting() {
        var hold = Stream.of("effectiveAutoPromotionHolds", "autoPromotionHolds")
                .flatMap(holds -> status.at(holds).entries().values().stream())
                .findFirst();
        if (hold.isPresent()) {
            var held = hold.get();
            var by = held.at("actor").text().map(actor -> " by " + actor).orElse("");
            return in(
                    State.HELD,
                    Optional.empty(),
                    "held at Freight " + held.at("freightName").text().orElse("?") + by);
        }
        // as long as Kargo has not looked at a stage, nothing is said of its policy
        boolean off = status.at("observedGeneration").isThere()
                && !status.at("autoPromotionEnabled").flag();
        return off
                ? in(State.HELD, Optional.empty(), "auto-promotion is off")
                : in(State.WAITING, Optional.empty(), "");
    }

    private Optional<Part> promoted(String promotion) {
        return Optional.of(status.at(promotion, "freight")).filter(sought::isIn);
    }

    private Stream<Part> named(Part collection) {
        return collection.at("items").entries().values().stream().filter(sought::isIn);
    }

    private String health() {
        return Stream.concat(status.at("health", "status").text().stream(), issues())
                .reduce((before, next) -> before + ": " + next)
                .orElse("");
    }

    private Stream<String> issues() {
        return status.at("health", "issues").list().stream()
                .flatMap(issue -> issue.text().stream())
                .limit(1);
    }

    /** {@code promotion x Errored: why}. */
    private static String sentence(String what, Part of) {
        return what + " " + of.at("phase").text().orElse("ended")
                + of.at("message").text().map(message -> ": " + message).orElse("");
    }

    private String text(String... path) {
        return status.at(path).text().orElse("");
    }

    private InStage in(State state, Optional<Part> freight, String about) {
        return new InStage(name, state, freight.flatMap(it -> it.at("name").text()), about);
    }
}
