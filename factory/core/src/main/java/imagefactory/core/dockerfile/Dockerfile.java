package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.Command.Arg;
import imagefactory.core.dockerfile.Command.From;
import imagefactory.core.image.ImageRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Dockerfile, read as BuildKit 0.33 reads it: its instructions, grouped into stages, with nothing expanded yet.
 *
 * <p>What it is built from depends on the arguments and is asked with {@link #resolve}.
 */
public final class Dockerfile {
    /** Bytes of a file. */
    public static final int MAX_SIZE = 1 << 20;

    private static final int MAX_STAGES = 1_000;

    private final Optional<String> syntax;
    private final char escape;
    private final List<Instruction> instructions;
    private final List<Arg> globals = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();

    /** A FROM and the commands up to the next. */
    record Section(From from, List<Command> commands) {}

    private Dockerfile(Optional<String> syntax, InstructionReader.Reading reading) throws DockerfileInvalid {
        this.syntax = syntax;
        this.escape = reading.escape();
        this.instructions = List.copyOf(reading.instructions());
        for (var instruction : instructions) {
            add(CommandReader.read(instruction));
        }
        check();
    }

    /** @throws DockerfileInvalid if BuildKit would refuse it before it looks at any argument, or it is beyond a limit */
    public static Dockerfile parse(byte[] bytes) throws DockerfileInvalid {
        if (bytes.length > MAX_SIZE) {
            throw DockerfileInvalid.of(
                    "The Dockerfile has " + bytes.length + " bytes, 1 MiB are allowed.",
                    "Move its heredocs into files of the context.");
        }
        return parse(new String(bytes, StandardCharsets.UTF_8));
    }

    /** @see #parse(byte[]) */
    public static Dockerfile parse(String text) throws DockerfileInvalid {
        if (text.length() > MAX_SIZE) {
            return parse(text.getBytes(StandardCharsets.UTF_8));
        }
        var lines = InstructionReader.lines(text);
        return new Dockerfile(Directives.syntax(lines), InstructionReader.read(lines));
    }

    /**
     * What it comes to with these arguments.
     *
     * @throws DockerfileInvalid if a base image is not determined by the arguments, a stage is missing, or a reference is none
     */
    public ResolvedDockerfile resolve(Arguments arguments) throws DockerfileInvalid {
        return Resolver.resolve(this, arguments);
    }

    /** The frontend that {@code # syntax=} names, as written; Buildah ignores it, BuildKit fetches it. */
    public Optional<String> syntax() {
        return syntax;
    }

    /** {@link #syntax} as a reference; empty too where it is none. */
    public Optional<ImageRef> syntaxImage() {
        return syntax.flatMap(Bases::ifReference);
    }

    /** What escapes, and continues a line: {@code \} or {@code `}. */
    public char escape() {
        return escape;
    }

    public List<Instruction> instructions() {
        return instructions;
    }

    List<Arg> globals() {
        return globals;
    }

    List<Section> sections() {
        return sections;
    }

    private void add(Command command) throws DockerfileInvalid {
        switch (command) {
            case From from -> sections.add(new Section(from, new ArrayList<>()));
            case Arg arg when sections.isEmpty() -> globals.add(arg);
            case Command other when sections.isEmpty() -> throw beforeFrom(other);
            case Command other -> sections.getLast().commands().add(other);
        }
    }

    private static DockerfileInvalid beforeFrom(Command command) {
        return DockerfileInvalid.at(
                command.line(),
                new Malformed(
                        command.instruction().keyword() + " stands before the first FROM.",
                        "Move it behind FROM; only ARG may stand before."));
    }

    private void check() throws DockerfileInvalid {
        if (sections.isEmpty()) {
            var found = instructions.isEmpty() ? "no instructions" : "no FROM";
            throw DockerfileInvalid.of(
                    "The Dockerfile has " + found + ".", "Begin with FROM and an image, or FROM scratch.");
        }
        if (sections.size() > MAX_STAGES) {
            throw DockerfileInvalid.of(
                    "The Dockerfile has " + sections.size() + " stages, " + MAX_STAGES + " are allowed.", "Split it.");
        }
    }
}
