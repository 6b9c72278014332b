package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.factory.FactoryClient;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.Times;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command that asks the running factory. */
abstract class Online extends Told {
    Online(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit run() throws Exception {
        try (var factory = new Factory(FactoryClient.of(terminal()))) {
            return ask(factory);
        }
    }

    abstract Exit ask(Factory factory) throws Exception;

    /** Whoever types the command, by the name that this machine knows. */
    static String by() {
        return Optional.ofNullable(System.getProperty("user.name")).orElse("somebody");
    }

    static String reason(@Nullable String why) {
        return Optional.ofNullable(why).orElse("no reason given");
    }

    Times times() {
        return new Times(terminal().clock());
    }
}
