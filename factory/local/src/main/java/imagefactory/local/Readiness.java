package imagefactory.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whether an API server is ready, by its own word: whoever else answers at its address has another certificate. */
final class Readiness implements BooleanSupplier, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final HttpRequest question;
    private final Folder folder;
    private @Nullable HttpClient http;

    /** @param folder where the server keeps its certificate, which it makes when it starts for the first time */
    Readiness(String url, Folder folder, String token) {
        question = HttpRequest.newBuilder(URI.create(url + "readyz"))
                .header("Authorization", "Bearer " + token)
                .timeout(PATIENCE)
                .build();
        this.folder = folder;
    }

    static Path certificate(Folder folder) {
        return folder.resolve("apiserver.crt");
    }

    /** Whatever goes wrong while a server opens its port: it is asked again. */
    @Override
    public boolean getAsBoolean() {
        if (!Files.exists(folder.resolve("apiserver.key"))) { // written after the certificate
            return false;
        }
        if (http == null) {
            http = trusting(certificate(folder));
        }
        return http.sendAsync(question, BodyHandlers.discarding())
                .handle((answer, fault) -> fault == null && answer.statusCode() == OK)
                .join();
    }

    private static HttpClient trusting(Path certificate) {
        try (var file = Files.newInputStream(certificate)) {
            var known = KeyStore.getInstance(KeyStore.getDefaultType());
            known.load(null, null);
            for (var each : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                known.setCertificateEntry(Integer.toString(known.size()), each);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(known);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder()
                    .sslContext(context)
                    .connectTimeout(PATIENCE)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(certificate + " could not be read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(certificate + " is no certificate", e);
        }
    }

    @Override
    public void close() {
        if (http != null) {
            http.shutdownNow();
        }
    }
}
