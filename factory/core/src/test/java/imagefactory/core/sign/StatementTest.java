package imagefactory.core.sign;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.Bytes;
import imagefactory.core.sign.Statement.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatementTest {
    private static final Statement STATEMENT = new Statement(
            Statement.COSIGN_SIGN,
            List.of(new Subject("ghcr.io/acme/portal", Bytes.utf8("m").digest())),
            Bytes.utf8("{}"));

    @Test
    void isWrittenAsInToto() {
        assertThat(STATEMENT.json().utf8())
                .isEqualTo("{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{},"
                        + "\"predicateType\":\"https://sigstore.dev/cosign/sign/v1\",\"subject\":[{\"digest\":{\"sha256\":\""
                        + Bytes.utf8("m").digest().hex() + "\"},\"name\":\"ghcr.io/acme/portal\"}]}");
    }

    @Test
    void speaksOfItsSubjectsOnly() {
        assertThat(STATEMENT.isAbout(Bytes.utf8("m").digest())).isTrue();
        assertThat(STATEMENT.isAbout(Bytes.utf8("other").digest())).isFalse();
    }

    @Test
    void itsBundleIsFoundByAnnotationsAsCosignsIs() {
        assertThat(STATEMENT.annotations(Instant.parse("2026-03-01T09:40:31.987Z")))
                .isEqualTo(Map.of(
                        "dev.sigstore.bundle.content", "dsse-envelope",
                        "dev.sigstore.bundle.predicateType", "https://sigstore.dev/cosign/sign/v1",
                        "org.opencontainers.image.created", "2026-03-01T09:40:31Z"));
    }
}
