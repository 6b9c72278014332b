package imagefactory.source;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.util.ArrayList;
import java.util.List;

/** Paths inside a repository, in their shortest form: no leading or double slash, no {@code .}, and none that leaves it. */
final class RepositoryPath {
    private RepositoryPath() {}

    /** @throws Refused if the path leaves the repository */
    static String of(String path) throws Refused {
        return join(List.of(), path, path);
    }

    /** Where a symbolic link leads. */
    static String follow(String link, String target) throws Refused {
        if (target.startsWith("/")) {
            throw outside(link + " (a link to " + target + ")");
        }
        var folder = List.of(link.split("/", -1));
        return join(folder.subList(0, folder.size() - 1), target, link);
    }

    private static String join(List<String> folder, String path, String shown) throws Refused {
        var parts = new ArrayList<>(folder);
        for (var part : path.split("/", -1)) {
            switch (part) {
                case "", "." -> {
                    // stays where it is
                }
                case ".." -> {
                    if (parts.isEmpty()) {
                        throw outside(shown);
                    }
                    parts.removeLast();
                }
                default -> parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private static Refused outside(String path) {
        return new Refused(new Problem(
                Problem.Code.SOURCE_MISSING,
                "The path " + path + " leads out of the repository.",
                "Name a path inside of it."));
    }
}
