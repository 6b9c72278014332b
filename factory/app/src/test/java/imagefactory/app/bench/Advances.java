package imagefactory.app.bench;

import imagefactory.app.run.Saving;
import imagefactory.app.store.OwnRows;
import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Plan;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.run.LeaseLost;
import imagefactory.core.run.RunStore;
import imagefactory.core.run.StageResult;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Plans saved and runs taken through all their stages on a database of its own; what stages do outside is played. */
final class Advances {
    private static final int WORKERS = 8;
    private static final int IMAGES = 2_000;
    private static final int ALL = 10_000;
    private static final int NAP_NANOS = 1_000_000;
    private static final Digest SOME = Digest.of(new byte[0]);

    /** What each stage of a run leaves, all of it made up. */
    private static final List<StageResult> STAGES = List.of(
            new StageResult.Built(new TreeMap<>()),
            new StageResult.Assembled(new Descriptor(MediaTypes.OCI_INDEX, SOME, 1)),
            new StageResult.Scanned(new TreeMap<>()),
            new StageResult.Released(),
            new StageResult.Signed(List.of()),
            new StageResult.Attested(List.of()),
            new StageResult.Attached(),
            new StageResult.Verified("key", 3),
            new StageResult.Published(SOME, List.of("latest"), Instant.EPOCH));

    private final OwnRows.Login login;
    private final List<Double> advanced = new ArrayList<>();
    private final List<Double> saved = new ArrayList<>();
    private final List<Double> savedAll = new ArrayList<>();

    Advances(OwnRows.Login login) {
        this.login = login;
    }

    void measure(int rounds) throws SQLException {
        try (var rows = OwnRows.create(login)) {
            var forest = new Forest(IMAGES);
            rows.shapes(forest.catalog(), forest.nodes());
            for (int round = 0; round < rounds; round++) {
                saved.add(save(rows, "some-" + round, forest.plan("some-" + round)));
                var since = System.nanoTime();
                work(rows.runs());
                advanced.add(IMAGES / Numbers.secondsSince(since));
            }
        }
        var forest = new Forest(ALL);
        var all = forest.plan("all");
        for (int round = 0; round < 2; round++) {
            try (var rows = OwnRows.create(login)) {
                rows.shapes(forest.catalog(), forest.nodes());
                savedAll.add(save(rows, "all", all));
            }
        }
    }

    private static double save(OwnRows rows, String event, Plan plan) {
        var since = System.nanoTime();
        rows.plan(event, plan);
        return Numbers.secondsSince(since);
    }

    private static void work(RunStore runs) {
        try (var workers = Executors.newFixedThreadPool(WORKERS)) {
            var left = new AtomicInteger(IMAGES);
            Callable<Boolean> work = () -> {
                while (left.get() > 0) {
                    if (step(runs)) {
                        left.decrementAndGet();
                    } else {
                        LockSupport.parkNanos(NAP_NANOS);
                    }
                }
                return true;
            };
            for (var each : workers.invokeAll(
                    IntStream.range(0, WORKERS).mapToObj(_ -> work).toList())) {
                each.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean step(RunStore runs) throws Unavailable, LeaseLost {
        var claimed = runs.claim();
        if (claimed.isEmpty()) {
            return false;
        }
        var leased = claimed.get();
        for (var result : STAGES) {
            leased = new Saving(run -> run.add(result), runs).advance(leased);
        }
        runs.handBack(leased);
        return true;
    }

    List<Figure> figures() {
        return List.of(
                Figure.of(
                                "runs advanced",
                                "1/s",
                                "2,000 open runs from claim to end by 8 workers, each of 9 results saved; outside is played",
                                advanced)
                        .atLeast(200),
                Figure.of("plan of 2,000 images saved", "s", "10,000 reasons, in one transaction", saved),
                Figure.of("plan of 10,000 images saved", "s", "50,000 reasons, in one transaction", savedAll));
    }
}
