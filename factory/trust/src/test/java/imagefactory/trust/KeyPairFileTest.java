package imagefactory.trust;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyPairFileTest {
    @TempDir
    private Path folder;

    @Test
    void generatedPairIsReadBack() throws Exception {
        var pair = new KeyPairFile(folder.resolve("factory.key"), Optional.of(Keys.PASSWORD));

        var id = pair.generate(folder.resolve("factory.pub"));

        assertThat(pair.read().publicKey().id()).isEqualTo(id);
        assertThat(pair.publicPem()).isEqualTo(Files.readString(folder.resolve("factory.pub")));
        assertThat(Files.readString(pair.key())).startsWith("-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n");
    }

    @Test
    void privateKeyIsForItsOwnerAlone() throws Exception {
        var pair = new KeyPairFile(folder.resolve("factory.key"), Optional.empty());

        pair.generate(folder.resolve("factory.pub"));

        assertThat(Files.getPosixFilePermissions(pair.key())).isEqualTo(fromString("rw-------"));
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        var pair = new KeyPairFile(folder.resolve("factory.key"), Optional.empty());
        var publicKey = Files.writeString(folder.resolve("factory.pub"), "dear to someone");

        assertThat(problemOf(() -> pair.generate(publicKey)))
                .isEqualTo(new Problem(
                        Code.BAD_REQUEST,
                        "A key was to be written to " + publicKey + ", and there is a file already.",
                        "Name another file, or move that one away: what it signed can be verified with it only."));
        assertThat(pair.key()).doesNotExist();
        assertThat(publicKey).hasContent("dear to someone");
    }

    @Test
    void noPrivateKeyIsLeftWithoutItsPublicOne() {
        var pair = new KeyPairFile(folder.resolve("factory.key"), Optional.empty());

        assertThat(problemOf(() -> pair.generate(folder.resolve("none/factory.pub")))
                        .code())
                .isEqualTo(Code.BAD_REQUEST);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void privateKeyIsNotOverwrittenEither() throws Exception {
        var pair = new KeyPairFile(folder.resolve("factory.key"), Optional.empty());
        pair.generate(folder.resolve("factory.pub"));
        var before = Files.readString(pair.key());

        assertThat(problemOf(() -> pair.generate(folder.resolve("other.pub"))).code())
                .isEqualTo(Code.BAD_REQUEST);
        assertThat(pair.key()).hasContent(before);
    }

    @Test
    void folderThatIsNotThereIsTold() {
        var pair = new KeyPairFile(folder.resolve("none/factory.key"), Optional.empty());

        assertThat(problemOf(() -> pair.generate(folder.resolve("none/factory.pub")))
                        .text())
                .isEqualTo("A key was to be written to " + pair.key() + ": java.nio.file.NoSuchFileException: "
                        + pair.key() + ".");
    }

    @Test
    void cosignsKeyIsRead() throws Exception {
        assertThat(Keys.COSIGN.publicPem()).isEqualTo(Files.readString(Keys.COSIGN_PUBLIC));
    }

    @Test
    void olderCosignsKeyIsRead() throws Exception {
        var old = Files.readString(Keys.COSIGN.key()).replace("SIGSTORE", "COSIGN");
        var pair = new KeyPairFile(write(old), Optional.of(Keys.PASSWORD));

        assertThat(pair.publicPem()).isEqualTo(Files.readString(Keys.COSIGN_PUBLIC));
    }

    @Test
    void plainKeyIsReadWithOrWithoutItsPublicHalfInside() throws Exception {
        var secretOnly = new KeyPairFile(Keys.file("secret-only.pem"), Optional.empty());

        assertThat(Keys.PLAIN.publicPem()).isEqualTo(Files.readString(Keys.PLAIN_PUBLIC));
        assertThat(secretOnly.publicPem()).isEqualTo(Files.readString(Keys.PLAIN_PUBLIC));
    }

    @Test
    void passwordFileMayEndInALineBreakOfAnySystem() throws Exception {
        var password = Files.writeString(folder.resolve("password"), "pw\r\n");

        assertThat(new KeyPairFile(Keys.COSIGN.key(), Optional.of(password)).publicPem())
                .contains("PUBLIC KEY");
    }

    @Test
    void wrongPasswordIsTold() throws Exception {
        var wrong = Files.writeString(folder.resolve("password"), "pw ");

        assertThat(problemOf(() -> new KeyPairFile(Keys.COSIGN.key(), Optional.of(wrong)).publicPem()))
                .isEqualTo(new Problem(
                        Code.KEY_UNREADABLE,
                        "The key " + Keys.COSIGN.key() + " cannot be used: the secretbox does not open with this key.",
                        "Check the file and its password file, or make a new pair with keys generate."));
    }

    @Test
    void keysOfOtherKindsAreNamed() {
        assertThat(unreadable("p384.pem")).isEqualTo("its key is not over the curve P-256");
        assertThat(unreadable("sec1.pem"))
                .isEqualTo("it holds a EC PRIVATE KEY, not an ENCRYPTED SIGSTORE PRIVATE KEY or a PRIVATE KEY");
        assertThat(unreadable("cosign.pub"))
                .isEqualTo("it holds a PUBLIC KEY, not an ENCRYPTED SIGSTORE PRIVATE KEY or a PRIVATE KEY");
        assertThat(unreadable("README.md")).isEqualTo("not one block of PEM");
        assertThat(unreadable("rsa.pem")).isNotEmpty();
    }

    @Test
    void fileThatIsMissingOrTooLargeIsTold() throws Exception {
        var large = write("A".repeat((64 << 10) + 1));

        assertThat(problemOf(() -> new KeyPairFile(folder.resolve("none"), Optional.empty()).publicPem())
                        .text())
                .isEqualTo("The key " + folder.resolve("none") + " cannot be used: java.nio.file.NoSuchFileException: "
                        + folder.resolve("none") + ".");
        assertThat(problemOf(() -> new KeyPairFile(large, Optional.empty()).publicPem())
                        .text())
                .contains("has more than 65536 bytes");
    }

    @Test
    void privateKeyIsNoPublicOne() {
        assertThat(problemOf(() -> KeyPairFile.readPublic(Keys.PLAIN.key())))
                .isEqualTo(new Problem(
                        Code.KEY_UNREADABLE,
                        "The key " + Keys.PLAIN.key() + " cannot be used: it holds a PRIVATE KEY, not a PUBLIC KEY.",
                        "Name a public key in PEM, as keys public prints it."));
    }

    @Test
    void keyIsNeverShown() throws Exception {
        var key = Keys.COSIGN.read();

        assertThat(key).hasToString("the private key of " + key.publicKey().id());
    }

    private static String unreadable(String file) {
        var text = problemOf(() -> new KeyPairFile(Keys.file(file), Optional.empty()).publicPem())
                .text();
        assertThat(text)
                .startsWith("The key " + Keys.file(file) + " cannot be used: ")
                .endsWith(".");
        return text.substring(text.indexOf("used: ") + 6, text.length() - 1);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("a.key"), text);
    }

    private static Problem problemOf(ThrowingCallable call) {
        return assertThatExceptionOfType(Refused.class)
                .isThrownBy(call)
                .actual()
                .problem();
    }
}
