package imagefactory.app.store;

import imagefactory.core.run.Run;
import imagefactory.core.run.StageLogs;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Logs of stages as rows. */
public final class StageLogRows implements StageLogs {
    private static final int MAX = 1 << 20;

    private final Jdbi database;

    public StageLogRows(Jdbi database) {
        this.database = database;
    }

    @Override
    public void keep(Run run, String stage, String tail) {
        var text = tail.replace('\0', ' ');
        database.useHandle(handle -> handle.execute(
                "insert into stage_log (run, stage, tail) values (?, ?, ?) on conflict (run, stage) do update set tail = excluded.tail",
                run.id(),
                stage,
                text.substring(Math.max(0, text.length() - MAX))));
    }

    @Override
    public Optional<String> of(long run, String stage) {
        return database.withHandle(
                handle -> handle.select("select tail from stage_log where run = ? and stage = ?", run, stage)
                        .mapTo(String.class)
                        .findOne());
    }
}
