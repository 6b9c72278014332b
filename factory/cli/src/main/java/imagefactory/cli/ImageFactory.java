package imagefactory.cli;

import imagefactory.cli.terminal.Terminal;

/** The program {@code image-factory}. */
public final class ImageFactory {
    private ImageFactory() {}

    public static void main(String... arguments) {
        System.exit(new Cli(Terminal.system()).run(arguments));
    }
}
