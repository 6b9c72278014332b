package imagefactory.app.run;

import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.run.LeaseLost;
import imagefactory.core.run.Run;
import imagefactory.core.run.RunStore;
import imagefactory.core.run.RunStore.Leased;
import imagefactory.core.run.Stage;

/** A stage whose result is saved before the next begins. */
public record Saving(Stage stage, RunStore store) {
    public Leased advance(Leased leased) throws Unavailable, LeaseLost {
        var run = attempt(leased.run());
        if (run.equals(leased.run())) {
            return leased;
        }
        var next = leased.with(run);
        store.save(next);
        return next;
    }

    private Run attempt(Run run) throws Unavailable {
        try {
            return stage.advance(run);
        } catch (Refused refused) {
            return run.failed(refused.problem());
        }
    }
}
