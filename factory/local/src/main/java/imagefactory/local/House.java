package imagefactory.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Both servers under one roof: started side by side, each kept running, told of in one file, stopped side by side. */
final class House implements AutoCloseable, Keeper.Listener {
    private final Path directory;
    private final Voice voice;
    private final List<Keeper> keepers;
    private final Map<String, Server> ready = new ConcurrentHashMap<>();
    private final CountDownLatch gaveUp = new CountDownLatch(1);

    House(Order order) {
        this.directory = order.directory();
        this.voice = order.voice();
        this.keepers = List.of(
                new Keeper("kafka", () -> Kafka.start(directory, order.reach()), this),
                new Keeper("postgres", () -> Postgres.start(directory, order.reach()), this));
    }

    void open() throws IOException {
        Files.createDirectories(directory);
        Files.deleteIfExists(environment());
        keepers.forEach(keeper -> Thread.ofPlatform().daemon().start(keeper));
    }

    /** Returns when one of them could not be kept running. */
    void awaitEnd() {
        try {
            gaveUp.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void ready(Server server, Duration took) throws IOException {
        voice.ready(server, took, directory.resolve("logs").resolve(server.name() + ".log"));
        ready.put(server.name(), server);
        if (ready.get("kafka") instanceof Kafka kafka && ready.get("postgres") instanceof Postgres postgres) {
            write(kafka, postgres);
        }
    }

    private synchronized void write(Kafka kafka, Postgres postgres) throws IOException {
        var lines = Stream.of(
                "FACTORY_BROKERS=" + kafka.brokers(),
                "QUARKUS_DATASOURCE_JDBC_URL=" + postgres.jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME=" + postgres.user(),
                "QUARKUS_DATASOURCE_PASSWORD=" + postgres.password(),
                "");
        OwnersFile.write(environment(), String.join("\n", lines.toList()));
        voice.written(environment());
    }

    private Path environment() {
        return directory.resolve("local.env");
    }

    @Override
    public void fault(String name, String what) {
        voice.fault(name, what);
    }

    @Override
    public void gaveUp(String name) {
        gaveUp.countDown();
    }

    @Override
    public void close() {
        var stops = keepers.stream()
                .map(keeper -> Thread.ofPlatform().start(keeper::close))
                .toList();
        stops.forEach(House::join);
        try {
            Files.deleteIfExists(environment());
        } catch (IOException e) {
            voice.fault(
                    "local.env", environment() + " could not be removed (" + e.getMessage() + "); remove it yourself");
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
