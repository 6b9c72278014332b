package imagefactory.builder.dispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/** A builder program for tests, started as a real process: does what its first argument says, and counts its starts. */
final class ScriptedBuilder {
    static final String MANIFEST = "sha256:" + "ab".repeat(32);
    static final String LIE = "sha256:" + "00".repeat(32);

    private final Path tally;
    private final Path metadata;

    private ScriptedBuilder(Path tally, Path metadata) {
        this.tally = tally;
        this.metadata = metadata;
    }

    /** @param arguments script, file that counts starts, then the flags of the builder program */
    public static void main(String[] arguments) throws IOException {
        var builder = new ScriptedBuilder(Path.of(arguments[1]), metadata(arguments));
        var line = ProcessHandle.current().pid() + "\n";
        Files.writeString(builder.tally, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        System.out.println("started " + arguments[0]);
        builder.play(arguments[0]);
    }

    private static Path metadata(String[] arguments) {
        for (var argument : arguments) {
            if (argument.startsWith("--metadata-file=")) {
                return Path.of(argument.substring("--metadata-file=".length()));
            }
        }
        throw new IllegalArgumentException("no --metadata-file");
    }

    private void play(String script) throws IOException {
        switch (script) {
            case "succeed" -> built(Requests.CONTEXT.value());
            case "lie" -> built(LIE);
            case "babble" -> leave("{\"outcome\": \"built\", \"manifest\": 7}");
            case "fail" -> fail();
            case "away" -> problem("not-reachable", 3);
            case "unsupported" -> problem("build-unsupported", 4);
            case "stopped" -> problem("cancelled", 143);
            case "misunderstand" -> Runtime.getRuntime().halt(2);
            case "vanish" -> Runtime.getRuntime().halt(137);
            case "vanish-once" -> vanishOnce();
            case "chatter" -> chatter();
            case "stray" -> stray();
            case "hang" -> hang();
            default -> throw new IllegalArgumentException(script);
        }
    }

    private void built(String context) throws IOException {
        leave("""
                {"outcome": "built", "context": "%s", "backend": "buildah 1.28.2", "millis": 1234,
                 "manifest": {"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "%s", "size": 432},
                 "pins": [{"reference": "127.0.0.1:5000/base/debian:12", "platform": "linux/arm64", "manifest": "%s"}]}
                """.formatted(context, MANIFEST, Requests.BASE));
    }

    private void fail() throws IOException {
        for (int line = 1; line <= 30; line++) {
            System.out.println("\u001B[31mline " + line + "\u001B[0m");
        }
        problem("build-failed", 1);
    }

    private void problem(String code, int exit) throws IOException {
        leave("""
                {"outcome": "failed", "problem": {"code": "%s", "text": "It went wrong.", "advice": "Mend it."}}
                """.formatted(code));
        System.out.flush();
        Runtime.getRuntime().halt(exit);
    }

    private void vanishOnce() throws IOException {
        if (Files.readAllLines(tally).size() == 1) {
            Runtime.getRuntime().halt(137);
        }
        built(Requests.CONTEXT.value());
    }

    private void chatter() throws IOException {
        for (int line = 0; line < 200_000; line++) {
            System.out.println("line " + line);
        }
        built(Requests.CONTEXT.value());
    }

    /** A child in a user namespace and session of its own, as buildah's are; the last line of the tally is its id. */
    private void stray() throws IOException {
        var child = new ProcessBuilder("unshare", "--user", "--map-root-user", "setsid", "sleep", "600").start();
        Files.writeString(tally, child.pid() + "\n", StandardOpenOption.APPEND);
        System.out.println("strayed");
        hang();
    }

    private static void hang() {
        while (true) {
            LockSupport.park();
        }
    }

    private void leave(String json) throws IOException {
        var fresh = metadata.resolveSibling("fresh");
        Files.writeString(fresh, json);
        Files.move(fresh, metadata, StandardCopyOption.ATOMIC_MOVE);
    }
}
