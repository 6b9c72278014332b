package imagefactory.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real cosign, with the public key and without the Internet. */
record Cosign(Path home, Path publicKey) {
    private static final int LIMIT_SECONDS = 60;

    void verifies(String image) {
        accepts(List.of("verify"), image);
    }

    void verifiesAttestation(String type, String image) {
        accepts(List.of("verify-attestation", "--type", type), image);
    }

    private void accepts(List<String> verb, String image) {
        var command = new ArrayList<>(List.of(Tools.program("cosign").toString()));
        command.addAll(verb);
        command.addAll(List.of("--key", publicKey.toString()));
        command.addAll(List.of("--insecure-ignore-tlog=true", "--allow-http-registry", image));
        try {
            var log = Files.createTempFile(home, "cosign", ".log");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().put("HOME", home.toString());
            var process = builder.start();
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("%s", command)
                    .isTrue();
            assertThat(process.exitValue())
                    .as("%s: %s", command, Files.readString(log))
                    .isZero();
            Files.delete(log);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(command.toString(), e);
        }
    }
}
