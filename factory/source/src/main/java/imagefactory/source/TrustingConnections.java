package imagefactory.source;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;

/** HTTPS to a host with a certificate authority of its own, which then is the only one that counts. */
final class TrustingConnections extends JDKHttpConnectionFactory {
    private final Path authority;

    TrustingConnections(Path authority) {
        this.authority = authority;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return trusting(super.create(url));
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        return trusting(super.create(url, proxy));
    }

    private HttpConnection trusting(HttpConnection connection) throws IOException {
        try (var in = Files.newInputStream(authority)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            connection.configure(new KeyManager[0], trust.getTrustManagers(), new SecureRandom());
            return connection;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate authority in " + authority + " cannot be used", e);
        }
    }
}
