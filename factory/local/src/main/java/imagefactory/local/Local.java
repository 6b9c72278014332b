package imagefactory.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The command that gives one machine a Kafka and a PostgreSQL: {@code --dir DIR [--json]}.
 *
 * <p>Starts both on what they left in DIR, writes {@code DIR/local.env} when both are ready and runs until SIGTERM or
 * SIGINT, which end both. Exit code 1: one of them could not be kept running; 2: it was not called rightly.
 */
public final class Local {
    private static final String USAGE = "usage: java -jar factory-local.jar --dir DIR [--json]";
    private static final String NO_ROOT =
            "PostgreSQL refuses to run as root, and so does this command. Start it as an ordinary user who owns DIR, for"
                    + " example with: setpriv --reuid NAME --regid NAME --init-groups java -jar factory-local.jar --dir DIR";

    private Local() {}

    /** Ends the JVM with the exit code of the command. */
    public static void main(String[] arguments) throws IOException {
        var words = List.of(arguments);
        var json = words.contains("--json");
        var dir = words.indexOf("--dir") + 1;
        if (dir == 0 || words.size() != (json ? 3 : 2) || dir >= words.size()) {
            refuse(USAGE);
        } else if (Account.isRoot()) {
            refuse(NO_ROOT);
        } else {
            run(Path.of(words.get(dir)).toAbsolutePath().normalize(), json ? new Voice.Json() : new Voice.Plain());
        }
    }

    private static void refuse(String sentence) {
        System.err.println(sentence);
        System.exit(2);
    }

    private static void run(Path directory, Voice voice) throws IOException {
        var house = new House(directory, voice);
        Runtime.getRuntime().addShutdownHook(new Thread(house::close, "stop"));
        house.open();
        house.awaitEnd();
        System.exit(1);
    }
}
