package imagefactory.trust;

import java.nio.file.Path;
import java.util.Optional;

/** The keys of {@code src/test/resources/keys}. */
final class Keys {
    static final Path PASSWORD = file("password");
    static final KeyPairFile COSIGN = new KeyPairFile(file("cosign.key"), Optional.of(PASSWORD));
    static final Path COSIGN_PUBLIC = file("cosign.pub");
    static final KeyPairFile PLAIN = new KeyPairFile(file("plain.pem"), Optional.empty());
    static final Path PLAIN_PUBLIC = file("plain.pub");

    private Keys() {}

    static Path file(String name) {
        return Path.of("src/test/resources/keys", name);
    }
}
