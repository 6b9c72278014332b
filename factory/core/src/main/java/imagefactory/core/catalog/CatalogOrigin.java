package imagefactory.core.catalog;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where the catalog comes from: a file, or a file on a branch. */
public sealed interface CatalogOrigin {
    /** A file of this machine. */
    record InFile(Path file) implements CatalogOrigin {
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /**
     * The newest commit of a branch.
     *
     * @param path from the repository's root
     */
    record InGit(URI repository, String branch, String path) implements CatalogOrigin {
        private static final Pattern TEXT = Pattern.compile("git\\s+([^\\s#]+)#([^\\s:]+):(\\S+)");

        @Override
        public String toString() {
            return "git " + repository + "#" + branch + ":" + path;
        }
    }

    /**
     * Reads {@code git URL#branch:path}, or a path.
     *
     * @throws IllegalArgumentException saying what to write instead
     */
    static CatalogOrigin parse(String text) {
        if (!text.startsWith("git ")) {
            return new InFile(Path.of(text));
        }
        var match = InGit.TEXT.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException("factory.catalog begins with git and goes on otherwise than expected."
                    + " Write git https://host/path.git#main:images.yaml.");
        }
        try {
            return new InGit(new GitUrl(Path.of("")).read(match.group(1)), match.group(2), match.group(3));
        } catch (Unreadable unreadable) {
            throw new IllegalArgumentException(
                    "The URL in factory.catalog " + unreadable.what() + " " + unreadable.remedy(), unreadable);
        }
    }
}
