package imagefactory.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A real PostgreSQL 18, from binaries in the class path.
 *
 * <p>Listens on 127.0.0.1 by TCP and wants the password that it was given when its data was made. Writes as durably as
 * PostgreSQL does by default: fsync is on. Started by root, it runs without privileges in a user namespace.
 */
public final class Postgres implements Server {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(5);
    private static final int STATUS_LINE = 7;
    private static final List<String> SETTINGS = List.of(
            "unix_socket_directories=",
            "max_connections=50",
            "shared_buffers=32MB",
            "max_wal_size=256MB",
            "io_method=sync",
            "jit=off",
            "max_logical_replication_workers=0",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_checkpoints=off",
            "log_line_prefix=%m [%p] ");

    private final Folder folder;
    private final Cluster cluster;
    private final int port;
    private final Child child;

    private Postgres(Folder folder, Cluster cluster, int port, Child child) {
        this.folder = folder;
        this.cluster = cluster;
        this.port = port;
        this.child = child;
    }

    /**
     * Starts it on what it left in DIRECTORY/postgres, or new, and returns when it takes connections. After a
     * {@code kill -9} that is when it has recovered.
     *
     * @throws NotStarted when another process has the folder, or it did not come up three times; the message ends with
     *     the last lines of DIRECTORY/logs/postgres.log
     */
    public static Postgres start(Path directory) throws IOException {
        return start(directory, new Reach.Machine());
    }

    /** The same, from where it can be reached besides. */
    static Postgres start(Path directory, Reach reach) throws IOException {
        return Attempts.with(Folder.take(directory, "postgres"), folder -> start(folder, reach));
    }

    private static Postgres start(Folder folder, Reach reach) throws IOException {
        var cluster = Cluster.in(folder);
        var data = cluster.data();
        Orphans.end("-D", data.toString(), process -> cluster.interrupt());
        cluster.forgetStranger();
        var port = switch (reach) {
            case Reach.Machine() -> Ports.keep(folder.resolve("ports"), 1).getFirst();
            case Reach.Network network -> network.postgres();
        };
        var child = Child.spawn(folder, "INT", cluster.command("postgres", arguments(port, doors(cluster, reach))));
        child.awaitReady(() -> isReady(data, child.pid()), READY_WITHIN);
        return new Postgres(folder, cluster, port, child);
    }

    private static List<String> doors(Cluster cluster, Reach reach) throws IOException {
        return switch (reach) {
            case Reach.Machine() -> List.of("listen_addresses=127.0.0.1");
            case Reach.Network network -> {
                cluster.adopt(network.password());
                yield List.of("listen_addresses=*", "hba_file=" + cluster.doors());
            }
        };
    }

    private static List<String> arguments(int port, List<String> doors) {
        var arguments = new ArrayList<>(List.of("-p", Integer.toString(port)));
        Stream.concat(SETTINGS.stream(), doors.stream()).forEach(setting -> arguments.addAll(List.of("-c", setting)));
        return arguments;
    }

    /** What {@code pg_ctl -w} waits for: the postmaster's own word in its pid file. */
    private static boolean isReady(Path data, long pid) {
        try {
            var lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return lines.size() > STATUS_LINE
                    && lines.getFirst().strip().equals(Long.toString(pid))
                    && lines.get(STATUS_LINE).strip().equals("ready");
        } catch (IOException e) {
            return false; // not written yet
        }
    }

    /** For {@code quarkus.datasource.jdbc.url} and every other user of the JDBC driver. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, Cluster.DATABASE);
    }

    /** Owner of the database and its superuser. */
    public String user() {
        return Cluster.USER;
    }

    /** 32 characters of {@code 0-9a-f}, unless one was given; also in DIRECTORY/postgres/password, for its owner only. */
    public String password() throws IOException {
        return cluster.password();
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
        if (child.isAlive()) {
            cluster.interrupt();
        }
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
