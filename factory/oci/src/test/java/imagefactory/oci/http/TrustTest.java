package imagefactory.oci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Unavailable;
import imagefactory.oci.SelfSigned;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
    @TempDir
    Path folder;

    @Test
    void registryIsBelievedByItsOwnAuthorityAndNotWithoutIt() throws Exception {
        var self = SelfSigned.in(folder);
        var server = serve(self);
        var repository = new Repository("127.0.0.1:" + server.getAddress().getPort(), "demo");
        try (var trusting = new HttpRegistry(RegistrySettings.defaults().cas(List.of(self.certificate())));
                var strict = new HttpRegistry(RegistrySettings.defaults())) {
            assertThat(trusting.tags(repository)).containsExactly("a");
            assertThatThrownBy(() -> strict.tags(repository))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("PKIX");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void fileThatHoldsNoCertificateIsNamed() throws Exception {
        var file = Files.writeString(folder.resolve("ca.pem"), "nothing");

        assertThatThrownBy(() -> new HttpRegistry(RegistrySettings.defaults().cas(List.of(file))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString());
    }

    private static HttpsServer serve(SelfSigned self) throws Exception {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(self.keys(), SelfSigned.PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            var body = "{\"tags\":[\"a\"]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
