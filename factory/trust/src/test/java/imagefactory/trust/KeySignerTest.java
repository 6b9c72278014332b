package imagefactory.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.sign.Statement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySignerTest {
    private final KeySigner signer = new KeySigner(Keys.PLAIN);

    @Test
    void bundleIsWrittenAsCosignWritesIt() throws Exception {
        var bundle = signer.sign(Said.SIGNATURE).utf8();

        assertThat(bundle.replaceFirst("\"sig\":\"[^\"]+\"", "\"sig\":\"S\""))
                .isEqualTo("{\"dsseEnvelope\":{\"payload\":\""
                        + Base64.getEncoder()
                                .encodeToString(Said.SIGNATURE.json().array())
                        + "\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[{\"sig\":\"S\"}]},"
                        + "\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\","
                        + "\"verificationMaterial\":{\"publicKey\":{\"hint\":\"" + hint() + "\"}}}");
    }

    @Test
    void envelopeIsSignedWithItsTypeAndItsLength() {
        assertThat(new String(Bundle.signed(Said.SIGNATURE.json()), StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 28 application/vnd.in-toto+json "
                        + Said.SIGNATURE.json().size() + " "
                        + Said.SIGNATURE.json().utf8());
    }

    @Test
    void keyIsKnownByTheHashOfItsPublicHalf() throws Exception {
        assertThat(HexFormat.of().formatHex(Base64.getDecoder().decode(hint()))).isEqualTo(signer.keyId());
    }

    @Test
    void keyIsReadOnce(@TempDir Path folder) throws Exception {
        var copy = Files.copy(Keys.PLAIN.key(), folder.resolve("a.key"));
        var once = new KeySigner(new KeyPairFile(copy, Optional.empty()));
        var id = once.keyId();

        Files.delete(copy);

        assertThat(once.keyId()).isEqualTo(id);
        assertThat(KeyVerifier.of(Keys.PLAIN).verify(once.sign(Said.SBOM)).keyId())
                .isEqualTo(id);
    }

    @Test
    void keyThatWasMendedIsReadWithoutARestart(@TempDir Path folder) throws Exception {
        var missing = folder.resolve("a.key");
        var mended = new KeySigner(new KeyPairFile(missing, Optional.empty()));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> mended.sign(Said.SBOM))
                .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo(Code.KEY_UNREADABLE));

        Files.copy(Keys.PLAIN.key(), missing);

        assertThat(mended.keyId()).isEqualTo(signer.keyId());
    }

    @Test
    void predicateThatWouldAddToTheStatementIsNotSigned() {
        for (var predicate : List.of(
                "{},\"subject\":[]",
                "{},\"predicateType\":\"x\"",
                "{}} {",
                "{\"a\":1,\"a\":2}",
                "{\"a\":}",
                "[]",
                "null",
                "")) {
            assertThatExceptionOfType(Refused.class)
                    .as(predicate)
                    .isThrownBy(() -> signer.sign(Said.saying(predicate)))
                    .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo(Code.FACTORY_FAULT));
        }
    }

    @Test
    void whiteSpaceAroundAPredicateIsNotSigned() throws Exception {
        var bundle = signer.sign(Said.saying("\n {\"a\":1}\n"));

        assertThat(bundle).isNotNull();
        assertThat(Said.saying("\n {\"a\":1}\n").predicate()).isEqualTo(Bytes.utf8("{\"a\":1}"));
    }

    @Test
    void predicateThatIsNotUtf8IsNotSigned() {
        var latin = Bytes.of("{\"a\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1));

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> signer.sign(new Statement(Statement.CYCLONEDX, List.of(Said.PORTAL), latin)))
                .withMessageContaining("its predicate is not one JSON object in UTF-8");
    }

    @Test
    void statementOfNothingIsNotSigned() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(
                        () -> signer.sign(new Statement(Statement.COSIGN_SIGN, List.of(), Said.SIGNATURE.predicate())))
                .satisfies(refused -> assertThat(refused.problem().text())
                        .isEqualTo(
                                "A statement of the type https://sigstore.dev/cosign/sign/v1 was to be signed and does"
                                        + " not read back as it was meant: the statement.subject is empty."));
    }

    private static String hint() throws Exception {
        return Keys.PLAIN.read().publicKey().hint();
    }
}
