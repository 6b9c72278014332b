package imagefactory.builder.cli;

import imagefactory.core.dockerfile.Dockerfile;
import imagefactory.core.dockerfile.Dockerignore;
import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.source.TreeEntry;
import imagefactory.source.GitSettings;
import imagefactory.source.LocalTree;
import imagefactory.source.Revision;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a context comes from. Paths are from the place's own root: that of the repository, or the folder. */
sealed interface Origin extends AutoCloseable {
    /** The files of the context that are not ignored, sorted by path. */
    List<TreeEntry> files(Dockerignore ignore) throws Refused, Unavailable, IOException;

    Bytes dockerfile() throws Refused, Unavailable, IOException;

    /** The ignore file in force. */
    Optional<Bytes> ignoreFile() throws Refused, Unavailable, IOException;

    /** Writes exactly these files into an empty folder. */
    void checkout(List<TreeEntry> files, Path folder) throws Refused, Unavailable, IOException;

    @Override
    void close();

    /** @param cache for what git fetches */
    static Origin of(Order.Place place, Path cache, Optional<Path> credentials) throws Refused, Unavailable {
        var url = GitUrl.of(place.context());
        return url.isPresent() ? Git.open(place, url.get(), GitSettings.of(cache, credentials)) : Folder.open(place);
    }

    private static Refused noDockerfile(String where) {
        return new Refused(new Problem(
                Problem.Code.DOCKERFILE_MISSING,
                "There is no Dockerfile " + where + ".",
                "Correct --dockerfile: it is a path from the context."));
    }

    /** What a context may be written as where it is a git repository. */
    final class GitUrl {
        private static final Pattern URL = Pattern.compile("(https|ssh|file)://.+");
        private static final Pattern SCP = Pattern.compile("([A-Za-z0-9_.-]+@)([A-Za-z0-9.-]+):([^/].*)");

        private GitUrl() {}

        static Optional<URI> of(String context) throws Refused {
            var scp = SCP.matcher(context);
            var text = scp.matches() ? "ssh://" + scp.group(1) + scp.group(2) + "/" + scp.group(3) : context;
            try {
                return URL.matcher(text).matches() ? Optional.of(new URI(text)) : Optional.empty();
            } catch (URISyntaxException e) {
                throw CommandLine.wrong("--context=" + context + " is no URL: " + e.getReason() + ".", "Correct it.");
            }
        }
    }

    /** A commit. */
    record Git(Revision revision, String context, String file) implements Origin {
        static Git open(Order.Place place, URI url, GitSettings settings) throws Refused, Unavailable {
            var revision = place.revision().isPresent()
                    ? Revision.open(url, place.revision().get(), settings)
                    : Revision.newest(url, branch(place), settings);
            return new Git(revision, place.subPath(), place.subPath() + "/" + place.dockerfile());
        }

        @Override
        public List<TreeEntry> files(Dockerignore ignore) throws Refused, Unavailable {
            var keeping = ignore.keeping();
            return revision.files(context).stream()
                    .filter(file -> keeping.test(file.path()))
                    .toList();
        }

        @Override
        public Bytes dockerfile() throws Refused, Unavailable {
            return revision.read(file).orElseThrow(() -> noDockerfile(file + " at commit " + revision.commit()));
        }

        @Override
        public Optional<Bytes> ignoreFile() throws Refused, Unavailable {
            for (var place : Dockerignore.places(file, context)) {
                var found = revision.read(place);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        @Override
        public void checkout(List<TreeEntry> files, Path folder) throws Refused, Unavailable {
            revision.checkout(files, folder);
        }

        @Override
        public void close() {
            revision.close();
        }

        private static String branch(Order.Place place) throws Refused {
            return place.branch()
                    .orElseThrow(() -> CommandLine.wrong(
                            "It is not said which commit of " + place.context() + " is to be built.",
                            "Give --git-revision or --git-branch."));
        }
    }

    /** A folder of this machine. */
    record Folder(Path root, Path file) implements Origin {
        static Folder open(Order.Place place) throws Refused {
            var context = place.context().startsWith("dir://")
                    ? place.context().substring("dir://".length())
                    : place.context();
            var outer = Path.of(context).toAbsolutePath().normalize();
            var root = outer.resolve(place.subPath()).normalize();
            if (!root.startsWith(outer) || !Files.isDirectory(root)) {
                throw new Refused(new Problem(
                        Problem.Code.SOURCE_MISSING,
                        "The context " + root + " is no folder" + (root.startsWith(outer) ? "." : " in " + outer + "."),
                        "Correct --context or --context-sub-path."));
            }
            return new Folder(root, root.resolve(place.dockerfile()).normalize());
        }

        @Override
        public List<TreeEntry> files(Dockerignore ignore) throws Refused, IOException {
            return new LocalTree(root).files(ignore.keeping());
        }

        @Override
        public Bytes dockerfile() throws Refused, IOException {
            return read(file, Dockerfile.MAX_SIZE).orElseThrow(() -> noDockerfile(file.toString()));
        }

        @Override
        public Optional<Bytes> ignoreFile() throws Refused, IOException {
            var beside = read(file.resolveSibling(file.getFileName() + ".dockerignore"), Dockerignore.MAX_SIZE);
            return beside.isPresent() ? beside : read(root.resolve(".dockerignore"), Dockerignore.MAX_SIZE);
        }

        @Override
        public void checkout(List<TreeEntry> files, Path folder) throws Refused, IOException {
            new LocalTree(root).checkout(files, folder);
        }

        @Override
        public void close() {
            // a folder stays as it is
        }

        private static Optional<Bytes> read(Path file, int limit) throws IOException {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            try (var in = Files.newInputStream(file)) {
                return Optional.of(Bytes.of(in.readNBytes(limit + 1)));
            }
        }
    }
}
