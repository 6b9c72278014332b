package imagefactory.builder.cli;

import imagefactory.core.outcome.Refused;
import java.io.PrintStream;
import java.util.Map;

/** What {@code --help} and {@code --version} print. */
final class Help {
    private Help() {}

    static void print(boolean help, Map<String, String> environment, PrintStream out) throws Refused {
        if (help) {
            out.println("image-builder: builds one platform of one image with rootless Buildah, and pushes it.\n");
            for (var flag : Flag.values()) {
                out.printf("  %-32s %s%n", flag, flag.help());
            }
        } else {
            var commands = BuildahCommands.bare();
            out.println("image-builder, " + Buildah.version(commands, new Child(environment, out)));
        }
    }
}
