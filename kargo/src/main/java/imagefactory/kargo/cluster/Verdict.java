package imagefactory.kargo.cluster;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.promote.InStage;
import java.util.Optional;

/** What follows from how an image stands in its first stage; the others take it from there, some of them days later. */
sealed interface Verdict {
    /** It is through, or others have to act: there is nothing to wait for. */
    record Over() implements Verdict {}

    /** Something is on its way; for people, what. */
    record Waits(String what) implements Verdict {}

    record Fails(Problem problem) implements Verdict {}

    /**
     * @param first where it stands
     * @param stage the name of the first stage in Kargo
     * @param source what its Warehouse says; empty where nobody had to ask
     */
    static Verdict of(InStage first, String stage, Optional<WarehouseLook> source) {
        return switch (first.state()) {
            case VERIFIED, LEFT -> new Over();
            case PROMOTING -> new Waits("Kargo is promoting it to stage " + stage + " (" + first.about() + ")");
            case VERIFYING -> new Waits("Kargo is verifying it in stage " + stage + about(first));
            case FAILED -> new Fails(failed(first, stage));
            case ABSENT ->
                new Waits("there is no stage " + stage
                        + " in Kargo yet: apply the manifests, or see why they are not synchronised");
            case HELD ->
                source.flatMap(WarehouseLook::freight).isPresent() ? new Over() : new Waits(missing(stage, source));
            case WAITING -> new Waits(missing(stage, source));
        };
    }

    private static String missing(String stage, Optional<WarehouseLook> source) {
        return source.map(look -> look.freight()
                        .map(freight -> "Kargo has Freight " + freight
                                + " of it, and has not begun to promote that to stage " + stage)
                        .orElseGet(look::waits))
                .orElse(
                        "there is no Warehouse of it in Kargo yet: apply the manifests, or see why they are not synchronised");
    }

    private static Problem failed(InStage first, String stage) {
        return new Problem(
                Code.PROMOTION_FAILED,
                "Kargo could not bring it to stage " + stage + ": " + first.about() + ".",
                "Mend what stage " + stage + " does or verifies, then promote Freight "
                        + first.freight().orElse("of it") + " to it in Kargo.");
    }

    private static String about(InStage stage) {
        return stage.about().isEmpty() ? "" : " (" + stage.about() + ")";
    }
}
