package imagefactory.trust.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real cosign, without the Internet: no transparency log, no signing configuration. */
record Cosign(Path home, String password) {
    private static final int LIMIT_SECONDS = 60;
    private static final List<String> SIGN =
            List.of("--yes", "--use-signing-config=false", "--tlog-upload=false", "--allow-http-registry");
    private static final List<String> VERIFY = List.of("--insecure-ignore-tlog=true", "--allow-http-registry");

    /** What it came to. */
    record Said(int exit, String text) {}

    void generateKeyPair() throws Exception {
        succeeds(List.of("generate-key-pair"));
    }

    void sign(Path key, String image) throws Exception {
        succeeds(arguments(List.of("sign", "--key", key.toString()), SIGN, image));
    }

    void attest(Path key, String type, Path predicate, String image) throws Exception {
        var attest = List.of("attest", "--key", key.toString(), "--type", type, "--predicate", predicate.toString());
        succeeds(arguments(attest, SIGN, image));
    }

    Said verify(Path publicKey, String image) throws Exception {
        return run(arguments(List.of("verify", "--key", publicKey.toString()), VERIFY, image));
    }

    Said verifyAttestation(Path publicKey, String type, String image) throws Exception {
        var verify = List.of("verify-attestation", "--key", publicKey.toString(), "--type", type);
        return run(arguments(verify, VERIFY, image));
    }

    private static List<String> arguments(List<String> command, List<String> flags, String image) {
        var all = new ArrayList<>(command);
        all.addAll(flags);
        all.add(image);
        return all;
    }

    private void succeeds(List<String> arguments) throws Exception {
        var said = run(arguments);
        assertThat(said.exit()).as(said.text()).isZero();
    }

    private Said run(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Tools.program("cosign")));
        command.addAll(arguments);
        var log = Files.createTempFile(home, "cosign", ".log");
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("COSIGN_PASSWORD", password);
        builder.environment().put("HOME", home.toString());
        var process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end within " + LIMIT_SECONDS + " s");
        }
        return new Said(process.exitValue(), Files.readString(log));
    }
}
