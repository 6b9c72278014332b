package imagefactory.app.stage;

import imagefactory.core.outcome.Unavailable;
import imagefactory.core.run.Due;
import imagefactory.core.run.RunStore;
import imagefactory.core.run.RunStore.Leased;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Set;

/**
 * Has a run begin anew whose image changed once more when it had hardly begun: two updates of a base within a second are one
 * build. Until a run is released, nothing that it made is seen by anyone.
 */
@Singleton
public final class Renew {
    private static final Set<Due> UNSEEN = EnumSet.of(Due.BUILD, Due.ASSEMBLE, Due.SCAN);

    private final RunStore store;
    private final Build build;

    Renew(RunStore store, Build build) {
        this.store = store;
        this.build = build;
    }

    public Leased advance(Leased leased) throws Unavailable {
        var run = leased.run();
        if (!UNSEEN.contains(run.due())) {
            return leased;
        }
        var renewed = store.renew(leased);
        if (renewed.isPresent() && run.due() == Due.BUILD) {
            build.cancel(run);
        }
        return renewed.orElse(leased);
    }
}
