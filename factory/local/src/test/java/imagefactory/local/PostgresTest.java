package imagefactory.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {
    @TempDir
    Path directory;

    @Test
    void answersAsPostgres18WithDurableWrites() throws Exception {
        try (var postgres = Postgres.start(directory)) {
            assertThat(ask(postgres, "show server_version")).startsWith("18.");
            assertThat(ask(postgres, "show fsync")).isEqualTo("on");
            assertThat(ask(postgres, "select current_database()")).isEqualTo("factory");
            assertThat(ask(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(postgres, "show server_encoding")).isEqualTo("UTF8");
        }
    }

    @Test
    void keepsDataPortAndPasswordFromStartToStart() throws Exception {
        final int port;
        final String password;
        try (var postgres = Postgres.start(directory)) {
            port = postgres.port();
            password = postgres.password();
            run(postgres, "create table kept (word text)", "insert into kept values ('here')");
        }

        try (var postgres = Postgres.start(directory)) {
            assertThat(ask(postgres, "select word from kept")).isEqualTo("here");
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(postgres.password()).isEqualTo(password);
        }
    }

    @Test
    void killedOneLosesNothingThatWasCommitted() throws Exception {
        try (var postgres = Postgres.start(directory)) {
            run(postgres, "create table kept (word text)", "insert into kept values ('here')");
            postgres.kill();
        }
        assertThat(directory.resolve("postgres/data/postmaster.pid")).exists();

        try (var postgres = Postgres.start(directory)) {
            assertThat(ask(postgres, "select word from kept")).isEqualTo("here");
        }
    }

    @Test
    void pidFileThatNamesAStrangerDoesNotStopIt() throws Exception {
        Postgres.start(directory).kill();
        var pidFile = directory.resolve("postgres/data/postmaster.pid");
        var lines = Files.readAllLines(pidFile);
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);

        try (var postgres = Postgres.start(directory)) {
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void copyThatWasCutShortIsMadeAgain() throws Exception {
        Files.createDirectories(directory.resolve("postgres/data.draft/base"));

        try (var postgres = Postgres.start(directory)) {
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() throws Exception {
        try (var postgres = Postgres.start(directory)) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(Files.getPosixFilePermissions(directory.resolve("postgres/password")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void anotherFolderHasAnotherPassword(@TempDir Path other) throws Exception {
        try (var first = Postgres.start(directory);
                var second = Postgres.start(other)) {
            assertThat(second.password()).isNotEqualTo(first.password());
            assertThat(second.port()).isNotEqualTo(first.port());
        }
    }

    @Test
    void movesToAnotherPortWhenItsOwnIsTaken() throws Exception {
        final int port;
        try (var postgres = Postgres.start(directory)) {
            port = postgres.port();
        }

        try (var squatter = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                var postgres = Postgres.start(directory)) {
            assertThat(postgres.port()).isNotEqualTo(squatter.getLocalPort());
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void secondOneOnTheSameFolderIsRefused() throws Exception {
        try (var postgres = Postgres.start(directory)) {
            assertThatThrownBy(() -> Postgres.start(directory))
                    .isInstanceOf(NotStarted.class)
                    .hasMessage(directory.resolve("postgres")
                            + " is in use by another process that runs and keeps it locked; stop that one, or name another"
                            + " directory");
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void brokenDataIsSaidWithTheEndOfTheLog() throws Exception {
        Postgres.start(directory).stop();
        Files.writeString(directory.resolve("postgres/data/PG_VERSION"), "9.6\n");

        assertThatThrownBy(() -> Postgres.start(directory))
                .isInstanceOf(NotStarted.class)
                .hasMessageContaining("postgres did not start: it ended with exit code 1")
                .hasMessageContaining(directory.resolve("logs/postgres.log").toString())
                .hasMessageContaining("initialized by PostgreSQL version 9.6");
    }

    @Test
    void clientsDoNotKeepItFromStopping() throws Exception {
        var postgres = Postgres.start(directory);
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
            postgres.stop();

            assertThat(connection.isValid(1)).isFalse();
            assertThat(postgres.ended().join()).isEqualTo(0);
        }
    }

    private static String ask(Postgres postgres, String question) throws SQLException, IOException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var answer = connection.createStatement().executeQuery(question)) {
            assertThat(answer.next()).isTrue();
            return answer.getString(1);
        }
    }

    private static void run(Postgres postgres, String... statements) throws SQLException, IOException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
            for (var statement : statements) {
                connection.createStatement().execute(statement);
            }
        }
    }
}
