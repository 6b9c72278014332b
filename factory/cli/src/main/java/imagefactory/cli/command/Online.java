package imagefactory.cli.command;

import imagefactory.cli.factory.Factory;
import imagefactory.cli.factory.FactoryClient;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.Times;

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

    Times times() {
        return new Times(terminal().clock());
    }
}
