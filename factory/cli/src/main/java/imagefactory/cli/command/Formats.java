package imagefactory.cli.command;

import picocli.CommandLine.Option;

/** How a graph is shown. */
final class Formats {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, mermaid or dot (default: ${DEFAULT-VALUE}).")
    private String format = "table";

    String word() {
        return format;
    }
}
