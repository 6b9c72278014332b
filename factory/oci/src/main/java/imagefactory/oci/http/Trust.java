package imagefactory.oci.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whose certificates are believed: the JDK's authorities and those of given files. */
final class Trust {
    private Trust() {}

    /** @throws IllegalArgumentException with the file, where one cannot be read as PEM certificates */
    static SSLContext of(List<Path> cas) {
        try {
            if (cas.isEmpty()) {
                return SSLContext.getDefault();
            }
            var store = defaults();
            for (var file : cas) {
                add(store, file);
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the JDK's own trusted certificates cannot be used", e);
        }
    }

    private static KeyStore defaults() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init((KeyStore) null);
        for (var manager : managers.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                for (var certificate : x509.getAcceptedIssuers()) {
                    store.setCertificateEntry("jdk-" + store.size(), certificate);
                }
            }
        }
        return store;
    }

    private static void add(KeyStore store, Path file) {
        try (var in = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(file + " holds no certificate: PEM expected");
            }
            for (var certificate : certificates) {
                store.setCertificateEntry("given-" + store.size(), certificate);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    file + " cannot be read as PEM certificates of authorities: " + e.getMessage(), e);
        }
    }
}
