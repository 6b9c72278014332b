package imagefactory.cli;

import imagefactory.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Command lines typed in a test: run in this process, with what they print and how they end. */
public final class Typed {
    /** When they are typed. */
    public static final Instant NOW = Instant.parse("2026-11-21T09:45:00Z");

    private final Map<String, String> environment = new HashMap<>();
    private String input = "";
    private boolean redraws;
    private int patience = Integer.MAX_VALUE;

    /** What a command printed, and how it ended. */
    public record Ended(int code, String out, String err) {}

    public Typed with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public Typed input(String text) {
        input = text;
        return this;
    }

    /** On a terminal, where what is shown may be drawn anew. */
    public Typed onTerminal() {
        redraws = true;
        return this;
    }

    /** Interrupts what waits for the time after so many. */
    public Typed patience(int pauses) {
        patience = pauses;
        return this;
    }

    public Ended type(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var setting = new Terminal.Setting(
                environment, false, redraws, Clock.fixed(NOW, ZoneOffset.UTC), new Impatient(patience));
        var code = new Cli(new Terminal(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        stream(out),
                        stream(err),
                        setting))
                .run(words);
        return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static final class Impatient implements Terminal.Pause {
        private int left;

        private Impatient(int left) {
            this.left = left;
        }

        @Override
        public void last(java.time.Duration duration) throws InterruptedException {
            if (left-- == 0) {
                throw new InterruptedException("the test ends it");
            }
        }
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
