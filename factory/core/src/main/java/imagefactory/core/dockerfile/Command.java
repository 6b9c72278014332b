package imagefactory.core.dockerfile;

import java.util.List;
import java.util.Optional;

/** What an instruction means, its grammar checked, nothing expanded yet. */
sealed interface Command {
    Instruction instruction();

    default int line() {
        return instruction().firstLine();
    }

    /** A name and what it is set to. */
    record Assignment(String key, Optional<String> value) {}

    /** Begins a stage. */
    record From(Instruction instruction, String base, Optional<String> name, Optional<String> platform)
            implements Command {}

    /** Declares variables of the build. */
    record Arg(Instruction instruction, List<Assignment> declared) implements Command {}

    /** Sets variables of the image. */
    record Env(Instruction instruction, List<Assignment> set) implements Command {}

    /**
     * COPY or ADD.
     *
     * @param sources paths, URLs and git repositories, without the heredocs
     * @param contents the heredocs among the sources
     */
    record Transfer(
            Instruction instruction, Flags flags, List<String> sources, List<Heredoc> contents, String destination)
            implements Command {
        boolean isAdd() {
            return instruction.keyword().equals("ADD");
        }
    }

    /** Runs a command in the image. */
    record Run(Instruction instruction, Flags flags) implements Command {}

    /** Keeps a trigger for builds on this image. */
    record Onbuild(Instruction instruction, String expression) implements Command {}

    /** Words in which variables are replaced: LABEL, WORKDIR, USER, VOLUME, STOPSIGNAL, EXPOSE. */
    record Expanding(Instruction instruction, List<String> words) implements Command {}

    /** An instruction in which nothing is replaced. */
    record Fixed(Instruction instruction) implements Command {}
}
