package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.Command.Assignment;
import imagefactory.core.dockerfile.Flags.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the grammar of an instruction: what BuildKit refuses before it builds anything. */
final class CommandReader {
    private static final Set<String> KEYWORDS = Set.of(
            "ADD",
            "ARG",
            "CMD",
            "COPY",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "FROM",
            "HEALTHCHECK",
            "LABEL",
            "MAINTAINER",
            "ONBUILD",
            "RUN",
            "SHELL",
            "STOPSIGNAL",
            "USER",
            "VOLUME",
            "WORKDIR");
    private static final Pattern STAGE_NAME = Pattern.compile("[a-z][a-z0-9_.-]*");
    private static final Pattern ONBUILD =
            Pattern.compile("^[\\t\\n\\f\\r ]*ONBUILD[\\t\\n\\f\\r ]*", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Kind> FROM_FLAGS = Map.of("platform", Kind.ONE);
    private static final Map<String, Kind> COPY_FLAGS = Map.of(
            "chown",
            Kind.ONE,
            "from",
            Kind.ONE,
            "chmod",
            Kind.ONE,
            "link",
            Kind.SWITCH,
            "parents",
            Kind.SWITCH,
            "exclude",
            Kind.MANY);
    private static final Map<String, Kind> ADD_FLAGS = Map.of(
            "chown",
            Kind.ONE,
            "chmod",
            Kind.ONE,
            "checksum",
            Kind.ONE,
            "link",
            Kind.SWITCH,
            "keep-git-dir",
            Kind.SWITCH,
            "unpack",
            Kind.SWITCH,
            "exclude",
            Kind.MANY);
    private static final Map<String, Kind> RUN_FLAGS =
            Map.of("mount", Kind.MANY, "network", Kind.ONE, "security", Kind.ONE, "device", Kind.MANY);

    private CommandReader() {}

    static Command read(Instruction in) throws DockerfileInvalid {
        try {
            return command(in);
        } catch (Malformed e) {
            throw DockerfileInvalid.at(
                    in, Spaces.splitOnce(Spaces.trim(in.original())).getFirst(), e);
        }
    }

    private static Command command(Instruction in) throws Malformed {
        return switch (in.keyword()) {
            case "FROM" -> from(in);
            case "ARG" -> arg(in);
            case "ENV" -> new Command.Env(in, assignments(in));
            case "COPY" -> transfer(in, COPY_FLAGS);
            case "ADD" -> transfer(in, ADD_FLAGS);
            case "RUN" -> run(in);
            case "ONBUILD" -> onbuild(in);
            case "LABEL" -> label(in);
            case "EXPOSE", "VOLUME" -> many(in);
            case "USER", "WORKDIR" -> one(in);
            case "STOPSIGNAL" -> new Command.Expanding(in, List.of(only(in)));
            case "MAINTAINER" -> new Command.Fixed(one(in).instruction());
            case "CMD", "ENTRYPOINT" -> new Command.Fixed(withoutFlags(in));
            case "HEALTHCHECK" -> new Command.Fixed(Healthcheck.checked(in));
            case "SHELL" -> new Command.Fixed(shell(in));
            default -> throw unknown(in);
        };
    }

    private static Malformed unknown(Instruction in) {
        var parts = Spaces.splitOnce(Spaces.trim(in.original()));
        return new Malformed(
                "the instruction " + Text.quoted(parts.getFirst()) + " is unknown.",
                Nearest.advice("", in.keyword(), KEYWORDS));
    }

    private static Command from(Instruction in) throws Malformed {
        var words = in.arguments();
        boolean named = words.size() == 3 && words.get(1).equalsIgnoreCase("as");
        var name = named ? Optional.of(stageName(words.get(2))) : Optional.<String>empty();
        if (!named && words.size() != 1) {
            throw new Malformed(
                    "FROM has " + words.size() + " words behind it.",
                    words.contains("#")
                            ? "Write the comment on a line of its own."
                            : "Write FROM image, or FROM image AS name.");
        }
        var flags = Flags.parse(in.flags(), FROM_FLAGS);
        var platform = flags.one("platform").filter(text -> !text.isEmpty());
        return new Command.From(in, words.getFirst(), name, platform);
    }

    private static String stageName(String written) throws Malformed {
        var name = written.toLowerCase(Locale.ROOT);
        if (!STAGE_NAME.matcher(name).matches()) {
            throw new Malformed(
                    Text.quoted(written) + " is no name for a stage.",
                    "Begin with a letter and go on with letters, digits, - _ and dots.");
        }
        return name;
    }

    private static Command arg(Instruction in) throws Malformed {
        atLeastOne(in);
        var declared = new ArrayList<Assignment>();
        for (var word : in.arguments()) {
            int at = word.indexOf('=');
            var key = at < 0 ? word : word.substring(0, at);
            checkKey(in, key);
            declared.add(new Assignment(key, at < 0 ? Optional.empty() : Optional.of(word.substring(at + 1))));
        }
        return new Command.Arg(in, declared);
    }

    private static Command label(Instruction in) throws Malformed {
        var words = new ArrayList<String>();
        for (var pair : assignments(in)) {
            words.add(pair.key());
            words.add(pair.value().orElse(""));
        }
        return new Command.Expanding(in, words);
    }

    private static List<Assignment> assignments(Instruction in) throws Malformed {
        withoutFlags(in);
        atLeastOne(in);
        var pairs = new ArrayList<Assignment>();
        var words = in.arguments();
        for (int i = 0; i < words.size(); i += 3) {
            checkKey(in, words.get(i));
            pairs.add(new Assignment(words.get(i), Optional.of(words.get(i + 1))));
        }
        return pairs;
    }

    private static void checkKey(Instruction in, String key) throws Malformed {
        if (key.isEmpty()) {
            throw new Malformed(in.keyword() + " has a value without a name.", "Write the name before the =.");
        }
    }

    private static Command transfer(Instruction in, Map<String, Kind> known) throws Malformed {
        var words = in.arguments();
        if (words.size() < 2) {
            throw new Malformed(
                    in.keyword() + " has no destination.", "Write a source and behind it where it goes to.");
        }
        var flags = Flags.parse(in.flags(), known);
        if (HeredocWords.ifHeredoc(words.getLast()).isPresent()) {
            throw new Malformed(
                    in.keyword() + " has a heredoc as its destination.", "Write a path behind the heredoc.");
        }
        var written = words.subList(0, words.size() - 1);
        var sources = written.stream()
                .filter(word -> HeredocWords.ifHeredoc(word).isEmpty())
                .toList();
        boolean inline = sources.size() < written.size();
        return new Command.Transfer(in, flags, sources, inline ? in.heredocs() : List.of(), words.getLast());
    }

    private static Command run(Instruction in) throws Malformed {
        var flags = Flags.parse(in.flags(), RUN_FLAGS);
        for (var mount : flags.many("mount")) {
            Mount.from(mount);
        }
        oneOf("network", flags, Set.of("default", "none", "host"));
        oneOf("security", flags, Set.of("sandbox", "insecure"));
        for (var device : flags.many("device")) {
            Csv.fields(device);
        }
        return new Command.Run(in, flags);
    }

    private static void oneOf(String flag, Flags flags, Set<String> allowed) throws Malformed {
        var value = flags.one(flag);
        if (value.isPresent() && !allowed.contains(value.get())) {
            throw new Malformed(
                    "RUN --" + flag + " is " + Text.quoted(value.get()) + ".",
                    Nearest.advice("", value.get(), allowed));
        }
    }

    private static Command onbuild(Instruction in) throws Malformed {
        atLeastOne(in);
        withoutFlags(in);
        var trigger = in.arguments().getFirst().toUpperCase(Locale.ROOT);
        if (Set.of("ONBUILD", "FROM", "MAINTAINER").contains(trigger)) {
            throw new Malformed("ONBUILD " + trigger + " is not allowed.", "Remove it.");
        }
        var expression = new StringBuilder(ONBUILD.matcher(in.original()).replaceFirst(""));
        for (var heredoc : in.heredocs()) {
            expression.append('\n').append(heredoc.content()).append(heredoc.name());
        }
        return new Command.Onbuild(in, expression.toString());
    }

    private static Command many(Instruction in) throws Malformed {
        atLeastOne(in);
        withoutFlags(in);
        if (in.keyword().equals("VOLUME")
                && in.arguments().stream().anyMatch(word -> Spaces.trim(word).isEmpty())) {
            throw new Malformed("VOLUME has an empty path.", "Write the path, or remove it.");
        }
        return new Command.Expanding(
                in, in.arguments().stream().map(Spaces::trim).toList());
    }

    private static Command one(Instruction in) throws Malformed {
        var word = only(in);
        return new Command.Expanding(withoutFlags(in), List.of(word));
    }

    private static String only(Instruction in) throws Malformed {
        if (in.arguments().size() != 1) {
            throw new Malformed(in.keyword() + " has nothing behind it.", "Write exactly one value.");
        }
        return in.arguments().getFirst();
    }

    private static Instruction shell(Instruction in) throws Malformed {
        withoutFlags(in);
        atLeastOne(in);
        if (!in.json()) {
            throw new Malformed("SHELL is no JSON array.", "Write SHELL [\"/bin/sh\", \"-c\"].");
        }
        return in;
    }

    private static Instruction withoutFlags(Instruction in) throws Malformed {
        Flags.parse(in.flags(), Map.of());
        return in;
    }

    private static void atLeastOne(Instruction in) throws Malformed {
        if (in.arguments().isEmpty()) {
            throw new Malformed(
                    in.keyword() + " has nothing behind it.", "Write at least one value, or remove the line.");
        }
    }
}
