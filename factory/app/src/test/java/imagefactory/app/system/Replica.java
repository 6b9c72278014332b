package imagefactory.app.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One factory: the packaged program as a process of its own, which can be killed, stopped, woken and started again. */
final class Replica implements AutoCloseable {
    private static final Path PROGRAM =
            Path.of("target/factory-app-1-SNAPSHOT-runner.jar").toAbsolutePath();

    private final Passage passage;
    private final Map<String, String> environment;
    private final Path log;
    private final int port = Tools.freePort();
    private Process process;

    Replica(Passage passage, Map<String, String> environment, Path folder) {
        if (!Files.exists(PROGRAM)) {
            throw new AssertionError(PROGRAM + " is not there: run ./mvnw package");
        }
        this.passage = passage;
        this.environment = environment;
        log = folder.resolve("factory-" + passage.name() + ".log");
        process = start();
    }

    private Process start() {
        var command = new ArrayList<>(
                List.of(Tools.java().toString(), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(passage.flags());
        command.addAll(List.of("-jar", PROGRAM.toString()));
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        return Children.start(builder, log);
    }

    String name() {
        return passage.name();
    }

    long pid() {
        return process.pid();
    }

    /** Starts it where it does not run. */
    synchronized void begin() {
        if (!process.isAlive()) {
            process = start();
        }
    }

    synchronized void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void awaitUp() {
        await("factory " + name() + ", which logs to " + log)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(25))
                .failFast(() -> !process.isAlive())
                .until(this::isReady);
    }

    /** Ends it as an orchestrator does. @return how long that took */
    Duration end() throws InterruptedException {
        var begin = System.nanoTime();
        process.toHandle().destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("factory " + name() + " did not end within 20 s; it logs to " + log);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    void freeze() {
        signal("STOP");
    }

    void wake() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it said since it was first started that it must never say: that the factory itself is at fault. */
    List<String> faults() throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains("a fault of the factory"))
                .toList();
    }

    /** Waits until it says so in its log. */
    void awaitWord(String word) {
        await("\"" + word + "\" in " + log)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Files.readString(log).contains(word));
    }

    private boolean isReady() {
        try {
            var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/q/health/ready")
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(500);
            connection.setReadTimeout(2000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        kill();
        passage.close();
    }
}
