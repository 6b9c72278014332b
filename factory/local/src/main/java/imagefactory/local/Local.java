package imagefactory.local;

import java.io.IOException;
import java.util.List;

/**
 * The command that gives one machine a Kafka and a PostgreSQL: {@code --dir DIR [--json]}, and for a pod
 * {@code --host NAME --password FILE}.
 *
 * <p>Starts both on what they left in DIR, writes {@code DIR/local.env} when both are ready and runs until SIGTERM or
 * SIGINT, which end both. Exit code 1: one of them could not be kept running; 2: it was not called rightly.
 */
public final class Local {
    private static final String NO_ROOT =
            "PostgreSQL refuses to run as root, and so does this command. Start it as an ordinary user who owns DIR, for"
                    + " example with: setpriv --reuid NAME --regid NAME --init-groups java -jar factory-local.jar --dir DIR";

    private Local() {}

    /** Ends the JVM with the exit code of the command. */
    public static void main(String[] arguments) throws IOException {
        var order = Order.of(List.of(arguments));
        if (order.isEmpty()) {
            refuse(Order.USAGE);
        } else if (Account.isRoot()) {
            refuse(NO_ROOT);
        } else {
            run(order.get());
        }
    }

    private static void refuse(String sentence) {
        System.err.println(sentence);
        System.exit(2);
    }

    private static void run(Order order) throws IOException {
        var house = new House(order);
        Runtime.getRuntime().addShutdownHook(new Thread(house::close, "stop"));
        house.open();
        house.awaitEnd();
        System.exit(1);
    }
}
