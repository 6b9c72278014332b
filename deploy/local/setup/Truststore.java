import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/**
 * Writes a key store that trusts the certificates of a PEM file: {@code java Truststore.java FROM.crt TO}.
 *
 * <p>Of the type JKS, because a default trust store is opened without a password, and so PKCS12 would show nothing.
 */
final class Truststore {
    public static void main(String... args) throws Exception {
        var store = KeyStore.getInstance("JKS");
        store.load(null, null);
        try (var in = Files.newInputStream(Path.of(args[0]))) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
        }
        try (var out = Files.newOutputStream(Path.of(args[1]))) {
            store.store(out, "changeit".toCharArray());
        }
    }
}
