package imagefactory.scanner.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {
    @TempDir
    Path folder;

    @Test
    void podsTrustWhomTheFactoryTrusts() throws Exception {
        var text = Parts.certificates(List.of());
        var all = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
        assertThat(all).hasSizeGreaterThan(50);

        var one = Files.writeString(folder.resolve("ca.pem"), text.substring(0, text.indexOf("-----END") + 26));
        assertThat(Parts.certificates(List.of(one)))
                .hasSameSizeAs(text)
                .startsWith(Files.readString(one).strip());
        assertThat(text.length()).isLessThan(500_000);
    }

    @Test
    void fileThatHoldsNoneIsTold() throws Exception {
        var wrong = Files.writeString(
                folder.resolve("wrong.pem"), "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");

        assertThatThrownBy(() -> Parts.certificates(List.of(wrong)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(wrong + " holds no certificates in PEM: ");
        assertThatThrownBy(() -> Parts.certificates(List.of(folder.resolve("missing.pem"))))
                .isInstanceOf(IOException.class);
    }
}
