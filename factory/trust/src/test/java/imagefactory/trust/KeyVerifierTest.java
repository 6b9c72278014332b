package imagefactory.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.sign.Statement;
import imagefactory.core.sign.Verifier.Verified;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyVerifierTest {
    private static final long SEED = 20260301;
    private static final int MUTANTS = 1000;

    private final KeySigner signer = new KeySigner(Keys.PLAIN);
    private final KeyVerifier verifier = verifier(Keys.COSIGN_PUBLIC, Keys.PLAIN_PUBLIC);

    @Test
    void whatWasSignedIsReadBackByteForByte() throws Exception {
        assertThat(verifier.verify(signer.sign(Said.SBOM))).isEqualTo(new Verified(Said.SBOM, signer.keyId()));
    }

    @Test
    void whatCosignSignedIsAccepted() throws Exception {
        var signature = verifier.verify(cosigns("sign"));
        var attestation = verifier.verify(cosigns("attest"));

        assertThat(signature.statement().predicateType()).isEqualTo(Statement.COSIGN_SIGN);
        assertThat(attestation.statement().predicateType()).isEqualTo(Statement.SLSA_PROVENANCE);
        assertThat(List.of(signature.keyId(), attestation.keyId()))
                .containsOnly(Keys.COSIGN.read().publicKey().id());
    }

    @Test
    void eachOfSeveralKeysIsTrustedAndNamed() throws Exception {
        var cosign = new KeySigner(Keys.COSIGN);

        assertThat(verifier.verify(cosign.sign(Said.SIGNATURE)).keyId()).isEqualTo(cosign.keyId());
        assertThat(verifier.verify(signer.sign(Said.SIGNATURE)).keyId()).isEqualTo(signer.keyId());
    }

    @Test
    void keyThatIsNotTrustedIsTold() throws Exception {
        var cosign = Keys.COSIGN.read().publicKey().hint();
        var plain = Keys.PLAIN.read().publicKey().hint();
        var bundle = new KeySigner(Keys.COSIGN).sign(Said.SIGNATURE);

        assertThat(problemOf(verifier(Keys.PLAIN_PUBLIC), bundle))
                .isEqualTo(
                        new Problem(
                                Code.SIGNATURE_INVALID,
                                "A signature bundle of " + bundle.size()
                                        + " bytes was read and is not trusted: it names a key" + " with the hint "
                                        + cosign + ", and trusted are [" + plain + "].",
                                "If another factory signs here, add its public key; otherwise find out who wrote it, and rebuild."));
    }

    @Test
    void signatureByAnotherThanTheNamedKeyIsRefused() throws Exception {
        var bundle = signer.sign(Said.SIGNATURE)
                .utf8()
                .replace(
                        Keys.PLAIN.read().publicKey().hint(),
                        Keys.COSIGN.read().publicKey().hint());

        assertThat(problemOf(verifier, Bytes.utf8(bundle)).text()).contains("that it names did not sign it");
    }

    @Test
    void signatureInAnotherSpellingOfItsNumbersIsRefused() throws Exception {
        var good = Bundle.read(signer.sign(Said.SIGNATURE));
        var der = good.signature().array();
        var padded = new byte[der.length + 1]; // r with one more leading zero
        System.arraycopy(der, 0, padded, 0, 4);
        System.arraycopy(der, 4, padded, 5, der.length - 4);
        padded[1]++;
        padded[3]++;

        var bundle = new Bundle(good.hint(), good.payload(), Bytes.of(padded)).json();

        assertThat(problemOf(verifier, bundle).code()).isEqualTo(Code.SIGNATURE_INVALID);
    }

    @Test
    void numbersThatNoSignatureHasAreRefused() throws Exception {
        var good = Bundle.read(signer.sign(Said.SIGNATURE));

        for (var der : List.of(
                "", "30", "3000", "3006020100020100", "3006020101020100", "30060201ff0201ff", "3080020101020101")) {
            var bundle = new Bundle(
                    good.hint(), good.payload(), Bytes.of(HexFormat.of().parseHex(der)));
            assertRefused(der, bundle.json());
        }
    }

    @Test
    void bundlesOfOtherShapesAreRefusedByTheirPlace() throws Exception {
        var good = signer.sign(Said.SIGNATURE).utf8();

        assertThat(reason(good.replace("v0.3+json", "v0.4+json")))
                .isEqualTo("the bundle.mediaType is not application/vnd.dev.sigstore.bundle.v0.3+json");
        assertThat(reason(good.replace("\"dsseEnvelope\"", "\"messageSignature\"")))
                .isEqualTo("the bundle has the unknown field messageSignature");
        assertThat(reason(good.replace("\"publicKey\"", "\"certificate\"")))
                .isEqualTo("the bundle.verificationMaterial has the unknown field certificate");
        assertThat(reason(good.replace("vnd.in-toto+json", "json")))
                .isEqualTo("the bundle.dsseEnvelope.payloadType is not application/vnd.in-toto+json");
        assertThat(reason(good.replace("[{\"sig\"", "[{\"sig\":\"AAAA\"},{\"sig\"")))
                .isEqualTo("the bundle.dsseEnvelope.signatures are 2, one was expected");
        assertThat(reason(good + " {}")).startsWith("the bundle is not JSON as it is allowed: ");
        assertThat(reason("{\"mediaType\":\"\"," + good.substring(1))).contains("Duplicate");
        assertThat(reason("")).isEqualTo("the bundle is not a JSON object in UTF-8");
        assertThat(reason("[]")).isEqualTo("the bundle is not a JSON object in UTF-8");
        assertThat(reason("{}")).isEqualTo("the bundle has no mediaType");
        assertThat(reason("{\"mediaType\":" + "[".repeat(100_000))).contains("nesting depth");
    }

    @Test
    void bundleInAnotherEncodingIsRefused() throws Exception {
        var good = signer.sign(Said.SIGNATURE).utf8();

        for (var encoding : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16)) {
            assertThat(problemOf(verifier, Bytes.of(good.getBytes(encoding))).text())
                    .contains("the bundle is not a JSON object in UTF-8");
        }
    }

    @Test
    void bundleThatIsTooLargeIsNotRead() {
        assertThat(reason("{" + " ".repeat(32 << 20) + "}"))
                .isEqualTo("the bundle has 33554434 bytes, at most 33554432 are read");
    }

    @Test
    void signedStatementsOfOtherShapesAreRefusedByTheirPlace() throws Exception {
        var good = Said.SIGNATURE.json().utf8();

        assertThat(reasonOfSigned(good.replace("Statement/v1", "Statement/v9")))
                .isEqualTo(
                        "the statement is of the type https://in-toto.io/Statement/v9, not https://in-toto.io/Statement/v1");
        assertThat(reasonOfSigned(good.replace("\"predicate\":{}", "\"predicate\":null")))
                .isEqualTo("the statement.predicate is not an object");
        assertThat(reasonOfSigned(good.replace("\"predicate\":{},", ""))).isEqualTo("the statement has no predicate");
        assertThat(reasonOfSigned(good.replace("\"subject\"", "\"subjects\"")))
                .isEqualTo("the statement has the unknown field subjects");
        assertThat(reasonOfSigned(good.replace("sha256", "sha1")))
                .isEqualTo("the statement.subject[].digest has no sha256");
        assertThat(reasonOfSigned(good.replace(Said.PORTAL.digest().hex(), "00")))
                .contains("is not a digest");
        assertThat(reasonOfSigned(good + "{}")).isEqualTo("the statement goes on behind its end");
        assertThat(reasonOfSigned("not JSON")).isEqualTo("the statement is not a JSON object in UTF-8");
    }

    @Test
    void oldStatementOfCosignIsRead() throws Exception {
        var old = Said.SIGNATURE.json().utf8().replace("Statement/v1", "Statement/v0.1");

        assertThat(verifier.verify(signed(old)).statement()).isEqualTo(Said.SIGNATURE);
    }

    @Test
    void whatWasTamperedWithIsNeverAccepted() throws Exception {
        assertNoMutantIsBelieved(signer.sign(Said.SBOM));
        assertNoMutantIsBelieved(cosigns("sign"));
        assertNoMutantIsBelieved(cosigns("attest"));
    }

    private void assertNoMutantIsBelieved(Bytes bundle) throws Exception {
        var random = new Random(SEED);
        var good = bundle.array();
        var honest = verifier.verify(bundle);

        for (int i = 0; i < MUTANTS; i++) {
            var mutant = mutant(random, good);
            assertNeverBelieved("seed " + SEED + ", mutant " + i, mutant, good, honest);
        }
    }

    @Test
    void payloadThatWasTamperedWithIsNeverAccepted() throws Exception {
        var random = new Random(SEED);
        var good = Bundle.read(signer.sign(Said.SBOM));

        for (int i = 0; i < MUTANTS; i++) {
            var payload = Bytes.of(mutant(random, good.payload().array()));
            var signature = Bytes.of(mutant(random, good.signature().array()));
            var as = "seed " + SEED + ", mutant " + i;
            if (!payload.equals(good.payload())) {
                assertRefused(as, new Bundle(good.hint(), payload, good.signature()).json());
            }
            if (!signature.equals(good.signature())) {
                assertRefused(as, new Bundle(good.hint(), good.payload(), signature).json());
            }
        }
    }

    /** White space between tokens is the one thing that may change: it says the same. */
    private void assertNeverBelieved(String as, byte[] mutant, byte[] good, Verified honest) {
        try {
            var verified = verifier.verify(Bytes.of(mutant));
            assertThat(verified).as(as).isEqualTo(honest);
            assertThat(withoutSpace(mutant)).as(as).isEqualTo(withoutSpace(good));
        } catch (Refused refused) {
            assertThat(refused.problem().code()).as(as).isEqualTo(Code.SIGNATURE_INVALID);
        }
    }

    private void assertRefused(String as, Bytes bundle) {
        assertThatExceptionOfType(Refused.class).as(as).isThrownBy(() -> verifier.verify(bundle));
    }

    private static String withoutSpace(byte[] json) {
        return new String(json, StandardCharsets.UTF_8).replaceAll("\\s", "");
    }

    /** Some bits turned, a byte replaced, a piece taken away, doubled or moved, or the end cut off. */
    private static byte[] mutant(Random random, byte[] good) {
        int at = random.nextInt(good.length);
        int length = 1 + random.nextInt(Math.min(8, good.length - at));
        return switch (random.nextInt(6)) {
            case 0 -> changed(good, at, good[at] ^ (1 << random.nextInt(8)));
            case 1 -> changed(good, at, random.nextInt(256));
            case 2 -> changed(good, at, "{}[]\":,\\ 0A=".charAt(random.nextInt(12)));
            case 3 -> spliced(good, at, at + length);
            case 4 -> spliced(good, at + length, at);
            default -> Arrays.copyOf(good, at);
        };
    }

    private static byte[] changed(byte[] good, int at, int value) {
        var mutant = good.clone();
        mutant[at] = (byte) value;
        return mutant;
    }

    private static byte[] spliced(byte[] good, int head, int tail) {
        var mutant = Arrays.copyOf(good, head + good.length - tail);
        System.arraycopy(good, tail, mutant, head, good.length - tail);
        return mutant;
    }

    private String reason(String bundle) {
        return after(problemOf(verifier, Bytes.utf8(bundle)).text());
    }

    private String reasonOfSigned(String statement) throws Exception {
        return after(problemOf(verifier, signed(statement)).text());
    }

    private static String after(String text) {
        return text.substring(text.indexOf("not trusted: ") + 13, text.length() - 1);
    }

    private static Bytes cosigns(String command) throws Exception {
        return Bytes.of(Files.readAllBytes(Path.of("src/test/resources/bundles/cosign-" + command + ".json")));
    }

    private static Bytes signed(String payload) throws Exception {
        var key = Keys.PLAIN.read();
        var bytes = Bytes.utf8(payload);
        return new Bundle(key.publicKey().hint(), bytes, Bytes.of(key.sign(Bundle.signed(bytes)))).json();
    }

    private static Problem problemOf(KeyVerifier verifier, Bytes bundle) {
        return assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> verifier.verify(bundle))
                .actual()
                .problem();
    }

    private static KeyVerifier verifier(Path... keys) {
        try {
            return KeyVerifier.of(List.of(keys));
        } catch (Refused e) {
            throw new AssertionError(e);
        }
    }
}
