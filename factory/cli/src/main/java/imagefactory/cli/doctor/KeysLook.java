package imagefactory.cli.doctor;

import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Symptom;
import imagefactory.trust.KeyPairFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The key that the factory signs with, and whether those who check its signatures trust it. */
public record KeysLook(Map<String, String> environment) {
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_WRITE);

    private static final Set<PosixFilePermission> EVERYBODY =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    public Symptom look() {
        var key = Path.of(environment.getOrDefault("FACTORY_KEYS_SIGNING", ".run/keys/factory.key"));
        if (!Files.exists(key)) {
            return Symptom.warn(
                    "keys",
                    "there is no " + key,
                    "Make a pair: image-factory keys generate; ./taskw up does it by itself.");
        }
        try {
            var password = Optional.ofNullable(environment.get("FACTORY_KEYS_PASSWORD"))
                    .filter(path -> !path.isEmpty())
                    .map(Path::of);
            return judged(key, new KeyPairFile(key, password).publicPem());
        } catch (Refused unreadable) {
            return Symptom.failed(
                    "keys", unreadable.problem().text(), unreadable.problem().advice());
        } catch (IOException e) {
            return Symptom.failed("keys", "a trusted key cannot be read: " + e, "Correct FACTORY_KEYS_TRUSTED.");
        }
    }

    private Symptom judged(Path key, String publicPem) throws IOException {
        if (!isTrusted(publicPem)) {
            return Symptom.failed(
                    "keys",
                    "what " + key + " signs is not trusted by the factory itself",
                    "Name its public key in FACTORY_KEYS_TRUSTED.");
        }
        var seen = Files.getPosixFilePermissions(key).stream().anyMatch(others(key)::contains);
        return seen
                ? Symptom.warn("keys", "others may read " + key, "chmod 600 " + key)
                : Symptom.ok("keys", key + " signs, and is trusted");
    }

    /** A file of somebody else's, as Secrets are mounted, is read by its group, and by nobody but us in it. */
    private static Set<PosixFilePermission> others(Path key) throws IOException {
        return Files.getOwner(key).getName().equals(System.getProperty("user.name")) ? OTHERS : EVERYBODY;
    }

    private boolean isTrusted(String publicPem) throws IOException {
        for (var file : List.of(environment
                .getOrDefault("FACTORY_KEYS_TRUSTED", ".run/keys/factory.pub")
                .split(",", -1))) {
            if (Files.readString(Path.of(file.strip())).strip().equals(publicPem.strip())) {
                return true;
            }
        }
        return false;
    }
}
