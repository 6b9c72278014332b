package imagefactory.cli.terminal;

import imagefactory.core.json.CanonicalJson;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** What a command meets the world with: results go to {@code out}, talk goes to {@code err}. */
public final class Terminal {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Setting setting;

    /**
     * What is given beside the streams.
     *
     * @param environment variables of the environment
     * @param redraws whether what is shown may be drawn anew: on a terminal only
     * @param clock its zone is the one in which times are shown
     * @param pause waits for so long
     */
    public record Setting(
            Map<String, String> environment, boolean colours, boolean redraws, Clock clock, Pause pause) {}

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        void last(Duration duration) throws InterruptedException;
    }

    public Terminal(InputStream in, PrintStream out, PrintStream err, Setting setting) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.setting = setting;
    }

    /** The process's own. Text is UTF-8 whatever the locale says: marks and arrows are part of it. */
    public static Terminal system() {
        var environment = System.getenv();
        return new Terminal(
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                new Setting(
                        environment,
                        colours(environment, isTerminal(environment)),
                        isTerminal(environment),
                        Clock.system(ZoneId.systemDefault()),
                        Thread::sleep));
    }

    /** A line of the result. */
    public void line(String text) {
        out.println(text);
    }

    /** Whether {@link #redraw} may be called. */
    public boolean redraws() {
        return setting.redraws();
    }

    /** Shows this alone, from the top of the terminal. */
    public void redraw(String text) {
        out.print("\033[H\033[2J" + text + "\n");
        out.flush();
    }

    /** A result as it is, without a line break of ours. */
    public void bytes(byte[] content) {
        out.writeBytes(content);
        out.flush();
    }

    /** The one document of {@code --json}: maps, lists, texts, booleans and whole numbers. */
    public void document(Object json) {
        line(CanonicalJson.write(json).utf8());
    }

    /** A line that is no result: progress, warnings, problems. */
    public void say(String text) {
        err.println(text);
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    public Ink ink() {
        return new Ink(setting.colours());
    }

    public Clock clock() {
        return setting.clock();
    }

    /** Variables of the environment, for what is started from here. */
    public Map<String, String> environment() {
        return setting.environment();
    }

    /** A variable of the environment; an empty one counts as not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(setting.environment().get(name)).filter(value -> !value.isEmpty());
    }

    public void pause(Duration duration) throws InterruptedException {
        setting.pause().last(duration);
    }

    /**
     * A file, or standard input for {@code -}.
     *
     * @param most bytes that are read; a longer file is refused
     * @throws Refused with {@code bad-request} when it cannot be read
     */
    public byte[] read(String file, int most) throws Refused {
        try (var content = file.equals("-") ? in : Files.newInputStream(Path.of(file))) {
            var bytes = content.readNBytes(most + 1);
            if (bytes.length > most) {
                throw unreadable(file, "it is larger than " + most + " bytes", "Name a smaller one.");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is no such file", "Correct the path; it starts from the current folder.");
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(file, String.valueOf(e.getMessage()), "Name a file that you may read.");
        }
    }

    private static Refused unreadable(String file, String why, String advice) {
        return new Refused(new Problem(Problem.Code.BAD_REQUEST, file + " cannot be read: " + why + ".", advice));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** See no-color.org. */
    static boolean colours(Map<String, String> environment, boolean isTerminal) {
        return isTerminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    private static boolean isTerminal(Map<String, String> environment) {
        return !environment.getOrDefault("TERM", "dumb").equals("dumb")
                && Optional.ofNullable(System.console()).isPresent();
    }
}
