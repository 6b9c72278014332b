package imagefactory.builder.cli;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the program leaves its own word on a build.
 *
 * @param metadata gets all of it
 * @param terminationLog gets what a kubelet passes on
 */
record Report(Optional<Path> metadata, Optional<Path> terminationLog) {
    static final Report NOWHERE = new Report(Optional.empty(), Optional.empty());

    static Report asked(CommandLine line) throws Refused {
        return new Report(
                line.one(Flag.METADATA_FILE).map(Path::of),
                line.one(Flag.TERMINATION_LOG).map(Path::of));
    }

    void built(Metadata.Built built) throws IOException {
        if (metadata.isPresent()) {
            Metadata.write(metadata.get(), Metadata.of(built));
        }
        if (terminationLog.isPresent()) {
            TerminationLog.write(terminationLog.get(), TerminationLog.of(built));
        }
    }

    void failed(Problem problem) throws IOException {
        if (metadata.isPresent()) {
            Metadata.write(metadata.get(), Metadata.of(problem));
        }
        if (terminationLog.isPresent()) {
            TerminationLog.write(terminationLog.get(), TerminationLog.of(problem));
        }
    }
}
