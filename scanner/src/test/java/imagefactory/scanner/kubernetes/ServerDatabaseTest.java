package imagefactory.scanner.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import imagefactory.core.outcome.Symptom;
import imagefactory.core.outcome.Unavailable;
import imagefactory.scanner.TestClock;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers as Trivy's does at {@code /version}. */
class ServerDatabaseTest {
    private final TestClock clock = new TestClock();
    private final Instant made = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3600);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String says = KubernetesScannerTest.version(made);
    private volatile int status = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/version", exchange -> {
            asked.incrementAndGet();
            var body = says.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void serverSaysWhichOneItHas() throws Exception {
        var database = database();

        assertThat(database.current()).contains(new Known(made, Optional.empty()));
        assertThat(database.current()).contains(new Known(made, Optional.empty()));
        assertThat(asked).hasValue(1);

        clock.pass(Duration.ofSeconds(31));
        says = KubernetesScannerTest.version(made.plusSeconds(60));
        assertThat(database.current()).contains(new Known(made.plusSeconds(60), Optional.empty()));
    }

    @Test
    void oneThatIsTooOldIsWaitedFor() {
        clock.pass(Duration.ofDays(2));

        assertThatThrownBy(database()::current)
                .isInstanceOf(Unavailable.class)
                .hasMessage("the vulnerability database is 49 h old, made " + made
                        + ", and at most 48 h are allowed; see why the Trivy server does not bring a new one");
    }

    @Test
    void serverThatHasNoneOrIsNoneOrIsAwayIsWaitedFor() {
        says = "{\"Version\":\"0.74.0\"}";
        assertThatThrownBy(database()::current)
                .isInstanceOf(Unavailable.class)
                .hasMessageEndingWith("has no vulnerability database yet; see its log");

        says = "<html>";
        assertThatThrownBy(database()::current)
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith(
                        "which vulnerability database there is could not be read from what the Trivy server");

        status = 404;
        assertThatThrownBy(database()::current)
                .isInstanceOf(Unavailable.class)
                .hasMessageEndingWith(
                        "/version: java.io.IOException: status 404; start it, or mend factory.scan.kubernetes.server");

        server.stop(0);
        assertThatThrownBy(database()::current)
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith("the Trivy server does not answer at http://127.0.0.1:");
    }

    @Test
    void doctorIsToldWhichOneItHas() {
        var look = new ServerLook(new Server(url(), Settings.MAX_AGE), clock);

        assertThat(look.look()).containsExactly(Symptom.ok("scans server", url() + " has the database of " + made));
    }

    private ServerDatabase database() {
        return new ServerDatabase(new Server(url(), Settings.MAX_AGE), clock);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
