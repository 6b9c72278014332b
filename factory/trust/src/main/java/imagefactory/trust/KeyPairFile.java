package imagefactory.trust;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * An ECDSA P-256 key in a file: cosign's encrypted format, or PKCS#8 in the clear. One that is generated is encrypted.
 *
 * @param key PEM, at most 64 KiB
 * @param password file with the password, at most 4 KiB; a line break at its end does not count. Without it the password is
 *     the empty one
 */
public record KeyPairFile(Path key, Optional<Path> password) {
    private static final int MAX_KEY = 64 << 10;
    private static final int MAX_PASSWORD = 4 << 10;

    /**
     * Makes a new pair: the private key for its owner alone (0600), the public one for everyone to read.
     *
     * @return what the public key is known by, as {@link imagefactory.core.sign.Signer#keyId}
     * @throws Refused with {@code bad-request} if either file is there already: nothing is ever overwritten
     */
    public String generate(Path publicKey) throws Refused {
        refuseToOverwrite(key);
        refuseToOverwrite(publicKey);
        try {
            var made = PrivateKey.generate();
            write(key, made.sealed(passphrase()).text(), "rw-------");
            beside(publicKey, made);
            return made.publicKey().id();
        } catch (FileAlreadyExistsException e) {
            throw exists(Path.of(e.getFile()), e);
        } catch (IOException | GeneralSecurityException e) {
            throw new Refused(
                    new Problem(
                            Code.BAD_REQUEST,
                            "A key was to be written to " + key + ": " + e + ".",
                            "Name a folder that is there and can be written to."),
                    e);
        }
    }

    /** A private key without its public one is of no use, and would be in the way of the next attempt. */
    private void beside(Path publicKey, PrivateKey made) throws IOException {
        try {
            write(publicKey, made.publicKey().pem().text(), "rw-r--r--");
        } catch (IOException e) {
            Files.delete(key);
            throw e;
        }
    }

    /**
     * The public key as PEM.
     *
     * @throws Refused with {@code key-unreadable}
     */
    public String publicPem() throws Refused {
        return read().publicKey().pem().text();
    }

    /** Reads and decrypts the key: 0.2 s to 0.6 s and 64 MiB for a while, so read it once. */
    PrivateKey read() throws Refused {
        try {
            return PrivateKey.parse(Pem.parse(ascii(key)), passphrase());
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            throw unreadable(key, e, "Check the file and its password file, or make a new pair with keys generate.");
        }
    }

    /** The public key of a PEM file. */
    static PublicKey readPublic(Path file) throws Refused {
        try {
            return PublicKey.parse(Pem.parse(ascii(file)));
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            throw unreadable(file, e, "Name a public key in PEM, as keys public prints it.");
        }
    }

    private byte[] passphrase() throws IOException {
        return password.isEmpty() ? new byte[0] : withoutLineBreak(bounded(password.get(), MAX_PASSWORD));
    }

    private static byte[] withoutLineBreak(byte[] line) {
        var text = new String(line, StandardCharsets.ISO_8859_1); // one character is one byte
        return Arrays.copyOf(line, text.replaceFirst("\\r?\\n$", "").length());
    }

    private static String ascii(Path file) throws IOException {
        return new String(bounded(file, MAX_KEY), StandardCharsets.US_ASCII);
    }

    private static byte[] bounded(Path file, int limit) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new IOException(file + " has more than " + limit + " bytes");
            }
            return bytes;
        }
    }

    private static void write(Path file, String text, String permissions) throws IOException {
        var only = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var out = Files.newByteChannel(file, options, only)) {
            out.write(StandardCharsets.US_ASCII.encode(text));
        }
    }

    private static void refuseToOverwrite(Path file) throws Refused {
        if (Files.exists(file)) {
            throw exists(file, new FileAlreadyExistsException(file.toString()));
        }
    }

    private static Refused exists(Path file, FileAlreadyExistsException e) {
        return new Refused(
                new Problem(
                        Code.BAD_REQUEST,
                        "A key was to be written to " + file + ", and there is a file already.",
                        "Name another file, or move that one away: what it signed can be verified with it only."),
                e);
    }

    private static Refused unreadable(Path file, Exception e, String advice) {
        var reason = e instanceof IOException ? e.toString() : e.getMessage();
        return new Refused(
                new Problem(Code.KEY_UNREADABLE, "The key " + file + " cannot be used: " + reason + ".", advice), e);
    }
}
