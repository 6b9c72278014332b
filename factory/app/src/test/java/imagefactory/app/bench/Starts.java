package imagefactory.app.bench;

import imagefactory.app.bench.Factory.Started;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starting, stopping and idling. */
final class Starts {
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private final Factory factory;
    private final Api api;
    private final List<Started> plain = new ArrayList<>();
    private final List<Started> cached = new ArrayList<>();
    private final List<Double> stops = new ArrayList<>();
    private final List<Double> idle = new ArrayList<>();

    Starts(Factory factory, Api api) {
        this.factory = factory;
        this.api = api;
    }

    /** Leaves it running. */
    void measure(int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            plain.add(again(false));
            cached.add(again(true));
            Patience.rest(SETTLED);
            idle.add(factory.residentMebibytes());
        }
    }

    List<Figure> figures() throws IOException {
        var worked = factory.residentMebibytes();
        stops.add(factory.stop());
        return List.of(
                Figure.of("start", "s", "process started until /q/health/ready is 200", seconds(plain))
                        .atMost(2.5),
                Figure.of("start with AOT cache", "s", "the same with -XX:AOTCache, alternating", seconds(cached))
                        .atMost(1),
                Figure.of(
                        "start with / without AOT cache",
                        "ratio",
                        "of each pair",
                        Numbers.paired(seconds(cached), seconds(plain), (one, other) -> one / other)),
                Figure.of("start, processor time", "s", "user + system of the same starts", processor(plain)),
                Figure.of("start with AOT cache, processor time", "s", "user + system", processor(cached)),
                Figure.of("idle resident memory", "MiB", "VmRSS of the factory's process 3 s after its start", idle)
                        .atMost(256),
                Figure.of(
                        "resident memory after all of this",
                        "MiB",
                        "VmRSS at the end, with nothing to do",
                        List.of(worked)),
                Figure.of("graceful stop", "s", "SIGTERM until the process is gone", stops)
                        .atMost(2));
    }

    private Started again(boolean withCache) throws IOException {
        stops.add(factory.stop());
        return factory.start(withCache, api);
    }

    private static List<Double> seconds(List<Started> starts) {
        return starts.stream().map(Started::seconds).toList();
    }

    private static List<Double> processor(List<Started> starts) {
        return starts.stream().map(Started::processorSeconds).toList();
    }
}
