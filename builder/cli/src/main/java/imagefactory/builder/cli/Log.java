package imagefactory.builder.cli;

import java.io.PrintStream;

/** Talk to people: what is done, and what went wrong. */
record Log(PrintStream out, PrintStream err) {
    void info(String text) {
        out.println("[INFO] " + text);
    }

    void error(String text) {
        err.println("[ERROR] " + text);
    }
}
