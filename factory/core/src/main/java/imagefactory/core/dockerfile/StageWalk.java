package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.Command.Arg;
import imagefactory.core.dockerfile.Command.Assignment;
import imagefactory.core.dockerfile.Command.Env;
import imagefactory.core.dockerfile.Command.Expanding;
import imagefactory.core.dockerfile.Command.Run;
import imagefactory.core.dockerfile.Command.Transfer;
import imagefactory.core.dockerfile.Variables.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goes through the commands of one reached stage, as a build would, and checks what they come to. */
final class StageWalk {
    private final int stage;
    private final Variables variables;
    private final Map<String, String> buildArgs;
    private final Map<String, String> globals;
    private final StageWalks.Found found;

    StageWalk(
            int stage,
            Variables variables,
            Map<String, String> buildArgs,
            Map<String, String> globals,
            StageWalks.Found found) {
        this.stage = stage;
        this.variables = variables;
        this.buildArgs = buildArgs;
        this.globals = globals;
        this.found = found;
    }

    void walk(List<Command> commands) throws DockerfileInvalid {
        for (var command : commands) {
            try {
                go(command);
            } catch (Malformed e) {
                throw DockerfileInvalid.at(command.line(), e);
            }
        }
    }

    private void go(Command command) throws Malformed {
        switch (command) {
            case Arg arg -> declare(arg);
            case Env env -> set(env);
            case Transfer transfer -> transfer(transfer);
            case Run run -> run(run);
            case Expanding expanding -> expand(expanding);
            case Command other -> found.uses().addAll(Uses.of(other, stage));
        }
    }

    private void declare(Arg arg) throws Malformed {
        for (var pair : arg.declared()) {
            var value = value(pair);
            if (value.isPresent()) {
                variables.set(pair.key(), value.get());
            }
        }
    }

    private Optional<Value> value(Assignment pair) throws Malformed {
        var given = buildArgs.get(pair.key());
        var inherited = globals.get(pair.key());
        if (given != null) {
            return Optional.of(certain(given));
        }
        if (pair.value().isPresent()) {
            return Optional.of(variables.expand(pair.value().get()));
        }
        return inherited == null ? Optional.empty() : Optional.of(certain(inherited));
    }

    private static Value certain(String text) {
        return new Value(text, List.of(text), true);
    }

    private void set(Env env) throws Malformed {
        var values = new LinkedHashMap<String, Value>();
        for (var pair : env.set()) {
            values.put(
                    variables.expand(pair.key()).text(),
                    variables.expand(pair.value().orElse("")));
        }
        for (var entry : values.entrySet()) {
            variables.set(entry.getKey(), entry.getValue());
        }
    }

    private void transfer(Transfer transfer) throws Malformed {
        var sources = new ArrayList<Value>();
        for (var source : transfer.sources()) {
            sources.add(variables.expand(source));
        }
        variables.expand(transfer.destination());
        variables.expand(transfer.flags().one("chown").orElse(""));
        var chmod = variables.expand(transfer.flags().one("chmod").orElse(""));
        var checksum = transfer.isAdd()
                ? variables.expand(transfer.flags().one("checksum").orElse(""))
                : certain("");
        for (var content : transfer.contents()) {
            variables.expandContent(content.expand() ? content.content() : "");
        }
        TransferCheck.check(transfer, sources, chmod, checksum);
        note(transfer, sources.stream().map(Value::text).toList(), checksum.text());
    }

    private void note(Transfer transfer, List<String> sources, String checksum) {
        found.uses().addAll(Uses.of(transfer, sources, stage));
        sources.stream()
                .filter(source -> transfer.isAdd() && RemoteSource.isUnpinned(source, checksum))
                .forEach(source -> found.untracked().add(new Untracked(source, transfer.line(), stage)));
    }

    private void run(Run run) throws Malformed {
        for (var value : run.flags().many("mount")) {
            var mount = Mount.parse(value, word -> variables.expand(word).text());
            Uses.ofMount(mount.type()).ifPresent(feature -> found.uses().add(new Use(feature, run.line(), stage)));
        }
        found.uses().addAll(Uses.ofRunAlone(run, stage));
    }

    private void expand(Expanding command) throws Malformed {
        for (var word : command.words()) {
            var value = variables.expand(word);
            if (value.certain()) {
                ValueCheck.check(command.instruction().keyword(), value);
            }
        }
    }
}
