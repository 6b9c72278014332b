package imagefactory.cli;

import imagefactory.cli.terminal.Terminal;

/** The program {@code image-factory}. */
public final class ImageFactory {
    private ImageFactory() {}

    public static void main(String... arguments) {
        System.setProperty(
                "slf4j.internal.verbosity", "ERROR"); // what libraries log has nowhere to go, and need not say so
        System.exit(new Cli(Terminal.system()).run(arguments));
    }
}
