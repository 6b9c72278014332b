package imagefactory.scanner.kubernetes;

import imagefactory.core.image.Digest;
import imagefactory.scanner.EmptyJavaIndex;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeMap;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Files that every pod with Trivy in it is given: an index of Maven artifacts with nothing in it, and whom to trust. Trivy's image
 * holds Trivy alone, so that pods trust exactly whom the factory trusts.
 */
final class Parts {
    static final String CERTIFICATES = "ca.crt";

    private static final int LINE = 64;

    private Parts() {}

    /** Named by what it holds, so that it never changes and replicas need not agree. */
    static ConfigMap configMap(String namespace, String certificates) {
        var binary = new TreeMap<String, String>();
        EmptyJavaIndex.files()
                .forEach((name, bytes) -> binary.put(name, Base64.getEncoder().encodeToString(bytes)));
        var hash = Digest.of((binary + certificates).getBytes(StandardCharsets.UTF_8));
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("trivy-" + hash.shortHex())
                .withNamespace(namespace)
                .withLabels(TrivyPod.labels("parts"))
                .endMetadata()
                .withImmutable(true)
                .addToData(CERTIFICATES, certificates)
                .withBinaryData(binary)
                .build();
    }

    /**
     * The JDK's and these, in PEM.
     *
     * @throws IOException if one of the files cannot be read
     */
    static String certificates(List<Path> files) throws IOException {
        var trusted = new LinkedHashSet<Certificate>();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            for (var file : files) {
                trusted.addAll(read(factory, file));
            }
            trusted.addAll(ofTheJdk());
            var text = new StringBuilder();
            for (var each : trusted) {
                text.append(pem(each.getEncoded()));
            }
            return text.toString();
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificates of the JDK cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Certificate> read(CertificateFactory factory, Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return List.copyOf(factory.generateCertificates(in));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no certificates in PEM: " + e.getMessage(), e);
        }
    }

    private static List<? extends Certificate> ofTheJdk() throws GeneralSecurityException {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        @Nullable KeyStore theDefault = null;
        trust.init(theDefault);
        return Arrays.stream(trust.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
                .sorted(Comparator.comparing(
                        certificate -> certificate.getSubjectX500Principal().getName()))
                .toList();
    }

    private static String pem(byte[] encoded) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END CERTIFICATE-----\n";
    }
}
