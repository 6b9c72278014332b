package imagefactory.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private final List<Process> commands = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        commands.forEach(Process::destroyForcibly);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> children().isEmpty());
    }

    @Test
    void tellsWhereBothAreAndEndsThemWhenAskedTo() throws Exception {
        var command = command("--dir", directory.toString());
        var environment = environment();

        assertThat(Files.getPosixFilePermissions(directory.resolve("local.env")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(environment.keySet())
                .containsExactlyInAnyOrder(
                        "FACTORY_BROKERS",
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        "QUARKUS_DATASOURCE_USERNAME",
                        "QUARKUS_DATASOURCE_PASSWORD");
        assertThat(canConnect(environment)).isTrue();
        assertThat(listens(environment.get("FACTORY_BROKERS"))).isTrue();
        assertThat(said())
                .contains("kafka    ready after ", "postgres ready after ", "settings for the factory are in ");

        command.destroy();

        assertThat(command.waitFor(10, SECONDS)).isTrue();
        assertThat(children()).isEmpty();
        assertThat(directory.resolve("local.env")).doesNotExist();
        assertThat(said()).doesNotContain("by itself");
    }

    @Test
    void childrenEndWithAParentThatIsKilledAndTheNextStartCarriesOn() throws Exception {
        var killed = command("--dir", directory.toString());
        var before = environment();
        assertThat(children()).hasSize(2);

        killed.destroyForcibly().waitFor();
        command("--dir", directory.toString(), "--json");

        Awaitility.await().atMost(PATIENCE).until(() -> said().contains("{\"settings\":"));
        assertThat(environment()).isEqualTo(before);
        assertThat(canConnect(before)).isTrue();
        assertThat(children()).hasSize(2);
    }

    @Test
    void childThatIsKilledIsStartedAgainWhereItWas() throws Exception {
        command("--dir", directory.toString());
        var environment = environment();
        var before = children();

        before.forEach(ProcessHandle::destroyForcibly);

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> said().split("ready after", -1).length == 5 && canConnect(environment));
        assertThat(environment()).isEqualTo(environment);
        assertThat(said())
                .contains("kafka ended by itself with exit code 137", "postgres ended by itself with exit code 137");
        assertThat(listens(environment.get("FACTORY_BROKERS"))).isTrue();
        assertThat(children()).doesNotContainAnyElementsOf(before);
    }

    @Test
    void whatCannotBeStartedEndsTheCommandRed() throws Exception {
        Files.createDirectories(directory.resolve("postgres/data"));
        Files.writeString(directory.resolve("postgres/password"), "known");

        var command = command("--dir", directory.toString());

        assertThat(command.waitFor(PATIENCE.toSeconds(), SECONDS)).isTrue();
        assertThat(command.exitValue()).isEqualTo(1);
        assertThat(said()).contains("postgres did not start: it ended with exit code");
    }

    @Test
    void missingDirectoryIsSaid() throws Exception {
        var command = command("--json");

        assertThat(command.waitFor(20, SECONDS)).isTrue();
        assertThat(command.exitValue()).isEqualTo(2);
        assertThat(said())
                .isEqualTo("usage: java -jar factory-local.jar --dir DIR [--json] [--host NAME --password FILE]\n");
    }

    /** Nobody here can become root who is not, so root is shown in a user namespace where the test's user is mapped to it. */
    @Test
    void rootIsRefusedWithWhatToDo() throws Exception {
        var command = run(List.of("unshare", "--user", "--map-root-user"), "--dir", directory.toString());

        assertThat(command.waitFor(20, SECONDS)).isTrue();
        assertThat(command.exitValue()).isEqualTo(2);
        assertThat(said()).startsWith("PostgreSQL refuses to run as root").contains("setpriv --reuid NAME");
        assertThat(directory.resolve("postgres")).doesNotExist();
    }

    private Process command(String... arguments) throws IOException {
        return run(Account.unprivileged(), arguments);
    }

    private Process run(List<String> account, String... arguments) throws IOException {
        var line = new ArrayList<>(account);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", Local.class.getName()));
        line.addAll(List.of(arguments));
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        var process = builder.redirectOutput(output().toFile()).start();
        commands.add(process);
        return process;
    }

    private Path output() {
        return directory.resolve("output");
    }

    private String said() throws IOException {
        return Files.readString(output());
    }

    private Map<String, String> environment() throws IOException {
        var file = directory.resolve("local.env");
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(file));
        return Files.readAllLines(file).stream()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static boolean canConnect(Map<String, String> environment) {
        try (var connection = DriverManager.getConnection(
                environment.get("QUARKUS_DATASOURCE_JDBC_URL"),
                environment.get("QUARKUS_DATASOURCE_USERNAME"),
                environment.get("QUARKUS_DATASOURCE_PASSWORD"))) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean listens(String address) throws IOException {
        var parts = address.split(":", 2);
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(parts[0], Integer.parseInt(parts[1])), 1000);
            return true;
        }
    }

    /** The processes that were told this test's folder, but the commands themselves. */
    private List<ProcessHandle> children() {
        return ProcessHandle.allProcesses()
                .filter(process -> List.of(process.info().arguments().orElse(new String[0])).stream()
                        .anyMatch(word ->
                                word.startsWith(directory + "/kafka") || word.startsWith(directory + "/postgres")))
                .toList();
    }
}
