package imagefactory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.command.Commands;
import imagefactory.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CliTest {
    @Test
    void helpListsEveryCommandWithASentence() {
        var ended = new Typed().type("--help");

        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .contains(
                        "  validate      Shows every fault of images.yaml at once, with line, column and remedy.\n",
                        "Exit codes: 0 done, 1 failed as told, 2 wrong usage or configuration, 3 not reachable, 4 refused by the gate.\n");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void everyCommandAndOptionIsDescribedInAFewSentences() {
        var line = Commands.on(Terminal.system());

        for (var each : all(line)) {
            var spec = each.getCommandSpec();
            assertThat(String.join(" ", spec.usageMessage().description()))
                    .as(spec.qualifiedName())
                    .endsWith(".");
            assertThat(spec.args())
                    .allSatisfy(arg -> assertThat(String.join(" ", arg.description()))
                            .as(spec.qualifiedName() + " " + arg.paramLabel())
                            .endsWith("."));
        }
    }

    @Test
    void everyCommandButGroupsPrintsJson() {
        var without = all(Commands.on(Terminal.system())).stream()
                .filter(line -> line.getSubcommands().isEmpty())
                .filter(line -> line.getCommandSpec().findOption("--json") == null)
                .map(CommandLine::getCommandName);

        assertThat(without).isEmpty();
    }

    @Test
    void wordThatIsNoCommandIsMetWithTheNearest() {
        assertThat(new Typed().type("validat")).isEqualTo(new Typed.Ended(2, "", """
                image-factory: Unmatched argument at index 0: 'validat'
                Did you mean: image-factory validate or image-factory status?
                Type image-factory --help.
                """));
    }

    @Test
    void groupAloneSaysWhatComesBehindIt() {
        assertThat(new Typed().type("keys")).isEqualTo(new Typed.Ended(2, "", """
                image-factory: after keys comes one of: generate, public
                Type image-factory keys --help.
                """));
    }

    @Test
    void optionThatIsMissingIsWrongUsage() {
        var ended = new Typed().type("verify", "127.0.0.1:5000/demo/portal:latest");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).startsWith("image-factory: Missing required option: '--key=FILE'\n");
    }

    private static List<CommandLine> all(CommandLine line) {
        var all = new ArrayList<CommandLine>(List.of(line));
        line.getSubcommands().values().forEach(each -> all.addAll(all(each)));
        return all;
    }
}
