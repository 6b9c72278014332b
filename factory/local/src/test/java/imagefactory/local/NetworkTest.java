package imagefactory.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pod's neighbours meet. 127.0.0.2 is this machine by an address that servers for it alone do not listen on. */
class NetworkTest {
    private static final String ELSEWHERE = "127.0.0.2";

    @TempDir
    Path directory;

    private Path password;

    @BeforeEach
    void aPasswordIsGiven() throws IOException {
        password = Files.writeString(directory.resolve("given"), "given-by-a-file\n");
    }

    private Reach network() throws IOException {
        return new Reach.Network(ELSEWHERE, free(), free(), password);
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void kafkaTellsItsClientsTheNameThatTheyFindItBy() throws Exception {
        var reach = new Reach.Network(ELSEWHERE, free(), free(), password);
        try (var kafka = Kafka.start(directory, reach);
                var admin = Admin.create(Map.of("bootstrap.servers", ELSEWHERE + ":" + reach.kafka()))) {
            var node = admin.describeCluster().nodes().get().iterator().next();

            assertThat(node.host() + ":" + node.port()).isEqualTo(ELSEWHERE + ":" + reach.kafka());
            assertThat(admin.listTopics().names().get()).contains("factory.events");
            assertThat(kafka.brokers()).startsWith("127.0.0.1:");
        }
    }

    @Test
    void postgresTakesWhoeverKnowsTheGivenPassword() throws Exception {
        try (var postgres = Postgres.start(directory, network())) {
            assertThat(connected(postgres, "given-by-a-file")).isTrue();
            assertThatThrownBy(() -> connected(postgres, "guessed"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
        Files.writeString(password, "given-another-day");

        try (var postgres = Postgres.start(directory, network())) {
            assertThat(connected(postgres, "given-another-day")).isTrue();
        }
    }

    @Test
    void aPasswordThatMeansSomethingToSqlIsRefused() throws Exception {
        Files.writeString(password, "'; drop table run; --");

        assertThatThrownBy(() -> Postgres.start(directory, network()))
                .isInstanceOf(NotStarted.class)
                .hasMessage("the password in " + password
                        + " is not one of 8 to 128 letters, digits and ._~+/=-; make one with: openssl rand -hex 16");
    }

    private static boolean connected(Postgres postgres, String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/factory".formatted(ELSEWHERE, postgres.port()), postgres.user(), password)) {
            return connection.isValid(1);
        }
    }
}
