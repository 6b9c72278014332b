package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.Command.Arg;
import imagefactory.core.dockerfile.Command.Assignment;
import imagefactory.core.image.Platform;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The variables that FROM sees: the predefined ones, and those declared before the first FROM. */
final class GlobalScope {
    private final Arguments arguments;
    private final Expander expander;
    private final Map<String, String> values = new HashMap<>();

    private GlobalScope(Arguments arguments, Expander expander) {
        this.arguments = arguments;
        this.expander = expander;
    }

    static Map<String, String> of(Dockerfile file, Arguments arguments, Expander expander) throws DockerfileInvalid {
        var scope = new GlobalScope(arguments, expander);
        scope.predefine("BUILD", arguments.build());
        scope.predefine("TARGET", arguments.target());
        var last = file.sections().getLast().from().name();
        scope.predefine("TARGETSTAGE", arguments.stage().or(() -> last).orElse("default"));
        for (var arg : file.globals()) {
            scope.declare(arg);
        }
        return scope.values;
    }

    private void predefine(String prefix, Platform platform) {
        predefine(prefix + "PLATFORM", platform.toString());
        predefine(prefix + "OS", platform.os());
        predefine(prefix + "OSVERSION", "");
        predefine(prefix + "ARCH", platform.architecture());
        predefine(prefix + "VARIANT", platform.variant().orElse(""));
    }

    private void predefine(String name, String value) {
        values.put(name, arguments.buildArgs().getOrDefault(name, value));
    }

    private void declare(Arg arg) throws DockerfileInvalid {
        for (var pair : arg.declared()) {
            try {
                value(pair).ifPresent(value -> values.put(pair.key(), value));
            } catch (Malformed e) {
                throw DockerfileInvalid.at(arg.line(), e);
            }
        }
    }

    private Optional<String> value(Assignment pair) throws Malformed {
        var given = Optional.ofNullable(arguments.buildArgs().get(pair.key()));
        if (given.isPresent() || pair.value().isEmpty()) {
            return given;
        }
        return Optional.of(expander.word(pair.value().get(), values).text());
    }
}
