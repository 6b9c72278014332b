package imagefactory.cli.local;

import imagefactory.cli.wiring.Manifests.Made;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A folder of made files. It is brought up to date: what is the same is not touched, and what other people wrote never is. */
public final class ManifestFolder {
    private static final int DEPTH = 2;
    private static final long LARGEST = 16 << 20;

    private final Path folder;
    private final Predicate<String> made;

    /** What became of a file. */
    public enum State {
        NEW,
        CHANGED,
        SAME,
        REMOVED
    }

    /** @param path below the folder */
    public record Change(String path, State state) {}

    /** @param made whether a content was made, and may be written over or removed */
    public ManifestFolder(Path folder, Predicate<String> made) {
        this.folder = folder;
        this.made = made;
    }

    /** @throws Refused when a file is in the way that was not made, or the folder cannot be written */
    public List<Change> write(List<Made> files) throws Refused {
        try {
            var changes = new ArrayList<Change>();
            for (var file : files) {
                changes.add(new Change(file.path(), write(folder.resolve(file.path()), file.yaml())));
            }
            for (var path : others(files.stream().map(Made::path).collect(Collectors.toSet()))) {
                Files.delete(folder.resolve(path));
                changes.add(new Change(path, State.REMOVED));
            }
            return changes;
        } catch (IOException e) {
            throw new Refused(
                    new Problem(
                            Problem.Code.BAD_REQUEST,
                            folder + " cannot be written: " + e + ".",
                            "Name another folder with --out, or get the right to write it."),
                    e);
        }
    }

    private State write(Path file, String content) throws IOException, Refused {
        boolean exists = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (exists) {
            if (!isMade(file)) {
                throw new Refused(new Problem(
                        Problem.Code.BAD_REQUEST,
                        file + " is in the way and was not made by synth.",
                        "Move it elsewhere, or name another folder with --out."));
            }
            if (Files.readString(file).equals(content)) {
                return State.SAME;
            }
        }
        Files.createDirectories(file.resolveSibling("."));
        var draft = file.resolveSibling("." + file.getFileName() + ".draft");
        Files.writeString(draft, content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return exists ? State.CHANGED : State.NEW;
    }

    private List<String> others(Set<String> written) throws IOException {
        var others = new ArrayList<String>();
        try (var files = Files.walk(folder, DEPTH)) {
            for (var file : files.sorted().toList()) {
                var path = folder.relativize(file).toString();
                if (path.endsWith(".yaml") && !written.contains(path) && isMade(file)) {
                    others.add(path);
                }
            }
        }
        return others;
    }

    private boolean isMade(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) <= LARGEST
                && made.test(Files.readString(file));
    }
}
