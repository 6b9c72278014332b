package imagefactory.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A real Kafka of one node (KRaft), in a JVM of its own, with the factory's topics.
 *
 * <p>Listens on 127.0.0.1 without authentication. What it has acknowledged survives {@code kill -9}; the loss of power may
 * cost the last seconds, as Kafka leaves writing to the kernel.
 */
public final class Kafka implements Server {
    static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(5);

    private final Folder folder;
    private final int port;
    private final Child child;

    private Kafka(Folder folder, int port, Child child) {
        this.folder = folder;
        this.port = port;
        this.child = child;
    }

    /**
     * Starts it on what it left in DIRECTORY/kafka, or new, and returns when it answers and the topics are there.
     *
     * @throws NotStarted when another process has the folder, or it did not come up three times; the message ends with
     *     the last lines of DIRECTORY/logs/kafka.log
     */
    public static Kafka start(Path directory) throws IOException {
        return start(directory, new Reach.Machine());
    }

    /** The same, from where it can be reached besides. */
    static Kafka start(Path directory, Reach reach) throws IOException {
        return Attempts.with(Folder.take(directory, "kafka"), folder -> start(folder, reach));
    }

    private static Kafka start(Folder folder, Reach reach) throws IOException {
        var broker = Broker.class.getName();
        Orphans.end(broker, folder.path().toString(), ProcessHandle::destroy);
        Files.deleteIfExists(folder.resolve(Broker.READY));
        var ports = Ports.keep(folder.resolve("ports"), 2);
        var child = Child.spawn(folder, "TERM", java(folder, ports, reach));
        var ready = folder.resolve(Broker.READY);
        child.awaitReady(() -> Files.exists(ready), READY_WITHIN);
        return new Kafka(folder, ports.getFirst(), child);
    }

    private static ProcessBuilder java(Folder folder, List<Integer> ports, Reach reach) {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms32m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + folder.log() + ".crash",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSZ",
                Broker.class.getName(),
                folder.path().toString(),
                ports.get(0).toString(),
                ports.get(1).toString());
        if (reach instanceof Reach.Network(String host, int port, int _, Path _)) {
            builder.command().add(host + ":" + port);
        }
        var environment = builder.environment();
        environment.remove("JAVA_TOOL_OPTIONS");
        environment.remove("JDK_JAVA_OPTIONS");
        environment.put("CLASSPATH", System.getProperty("java.class.path"));
        environment.put("MALLOC_ARENA_MAX", "2");
        return builder;
    }

    /** What clients take as {@code bootstrap.servers}. */
    public String brokers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public String name() {
        return folder.name();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long pid() {
        return child.pid();
    }

    @Override
    public CompletableFuture<Integer> ended() {
        return child.ended();
    }

    @Override
    public void stop() {
        child.terminate();
        if (!child.endedWithin(STOPPED_WITHIN)) {
            child.kill();
        }
        folder.close();
    }

    @Override
    public void kill() {
        child.kill();
        folder.close();
    }
}
