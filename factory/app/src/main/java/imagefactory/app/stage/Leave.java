package imagefactory.app.stage;

import imagefactory.app.planning.Catalogs;
import imagefactory.core.catalog.Managed;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.run.Due;
import imagefactory.core.run.Run;
import imagefactory.core.run.Stage;
import imagefactory.core.run.StageResult.Published;
import imagefactory.core.run.StageResult.Skipped;
import jakarta.inject.Singleton;

/** Ends the run of an image that is gone from the catalog, wherever it is on its way; what is published goes on to its promotion. */
@Singleton
public final class Leave implements Stage {
    static final String NOT_ENROLLED = "it is no longer enrolled as an image that is built here";

    private final Catalogs catalogs;
    private final Build build;

    Leave(Catalogs catalogs, Build build) {
        this.catalogs = catalogs;
        this.build = build;
    }

    @Override
    public Run advance(Run run) throws Unavailable {
        if (isOver(run) || catalogs.newest().named(run.image()).orElse(null) instanceof Managed) {
            return run;
        }
        if (run.due() == Due.BUILD) {
            build.cancel(run);
        }
        return run.add(new Skipped(NOT_ENROLLED));
    }

    private static boolean isOver(Run run) {
        return run.due() == Due.NOTHING || run.find(Published.class).isPresent();
    }
}
