package imagefactory.app.store;

import com.fasterxml.jackson.annotation.JsonValue;
import imagefactory.core.ledger.Decision;
import imagefactory.core.ledger.Decision.Kind;
import imagefactory.core.outcome.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How an enrolled image stands.
 *
 * @param because the newest decision about it, for people
 * @param until when it goes on, for one that waits
 * @param published the run that published it last
 * @param open the run that is under way
 */
public record ImageView(
        String name,
        String repository,
        State state,
        String because,
        Optional<Instant> until,
        Optional<Problem> problem,
        Optional<RunView> published,
        Optional<RunView> open) {

    /** In one word. */
    public enum State {
        FRESH,
        STALE,
        BUILDING,
        BLOCKED,
        WAITING,
        EXTERNAL,
        UNKNOWN;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param newest the newest run of the image, over or not */
    static ImageView of(
            String name,
            String repository,
            Optional<RunView> newest,
            Optional<RunView> published,
            List<Decision> decisions) {
        var open = newest.filter(run -> run.closed().isEmpty());
        var problem = newest.filter(run -> run.closed().isPresent()).flatMap(RunView::problem);
        var because = decisions.stream().findFirst();
        var state = open.map(ImageView::underWay).orElseGet(() -> rested(problem, because));
        return new ImageView(
                name,
                repository,
                state,
                open.map(run -> run.waitsFor().orElse(String.join("; ", run.because())))
                        .or(() -> because.map(ImageView::told))
                        .orElse("not looked at yet"),
                open.flatMap(RunView::until),
                problem,
                published,
                open);
    }

    /** Why an image stands as it does: what was found of it, or why it was last published. */
    private static String told(Decision decision) {
        return decision.kind() == Kind.PUBLISHED ? "published because " + decision.because() : decision.because();
    }

    private static State underWay(RunView run) {
        return run.until().isPresent() && (run.seq() == 0 || run.waitsFor().isPresent())
                ? State.WAITING
                : State.BUILDING;
    }

    private static State rested(Optional<Problem> problem, Optional<Decision> because) {
        var kind = because.map(Decision::kind);
        if (kind.equals(Optional.of(Kind.STALE))) {
            return State.STALE;
        }
        if (problem.isPresent()) {
            return State.BLOCKED;
        }
        return kind.isPresent() ? State.FRESH : State.UNKNOWN;
    }
}
