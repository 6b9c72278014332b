package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.Command.Run;
import imagefactory.core.dockerfile.Command.Transfer;
import imagefactory.core.dockerfile.StageDraft.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds what the commands of a stage take files from. */
final class Links {
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");

    private final StageTable table;
    private final Expander expander;

    Links(StageTable table, Expander expander) {
        this.table = table;
        this.expander = expander;
    }

    List<Link> of(List<Command> commands) throws DockerfileInvalid {
        var links = new ArrayList<Link>();
        for (var command : commands) {
            try {
                links.addAll(of(command));
            } catch (Malformed e) {
                throw DockerfileInvalid.at(command.line(), e);
            }
        }
        return links;
    }

    private List<Link> of(Command command) throws Malformed {
        return switch (command) {
            case Transfer copy
            when copy.flags().one("from").filter(from -> !from.isEmpty()).isPresent() ->
                List.of(copied(copy, copy.flags().one("from").get()));
            case Run run -> mounted(run);
            case Command other -> List.of();
        };
    }

    private Link copied(Transfer copy, String from) throws Malformed {
        if (!expander.word(from, Map.of()).text().equals(from)) {
            throw new Malformed(
                    "COPY --from=" + from + " has a variable in it, which is not replaced there.",
                    "Give the image a stage, FROM " + from + " AS name, and write COPY --from=name.");
        }
        return NUMBER.matcher(from).matches()
                ? new Link(Reference.From.COPY, copy.line(), Optional.of(numbered(from)), Optional.empty())
                : named(Reference.From.COPY, copy, from);
    }

    private int numbered(String from) throws Malformed {
        long number = Long.parseLong(from);
        if (number < 0 || number >= table.drafts().size()) {
            throw new Malformed(
                    "COPY --from=" + from + " names no stage.",
                    "Write a number from 0 to " + (table.drafts().size() - 1) + ", or the name of a stage.");
        }
        return (int) number;
    }

    private List<Link> mounted(Run run) throws Malformed {
        var links = new ArrayList<Link>();
        for (var value : run.flags().many("mount")) {
            var from = Mount.from(value);
            if (from.isPresent()) {
                links.add(named(Reference.From.MOUNT, run, from.get()));
            }
        }
        return links;
    }

    private Link named(Reference.From kind, Command command, String name) throws Malformed {
        var stage = table.named(name);
        boolean image = stage.isEmpty() && !name.equals("scratch");
        return new Link(kind, command.line(), stage, image ? Optional.of(Bases.reference(name)) : Optional.empty());
    }
}
