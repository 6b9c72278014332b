package imagefactory.core.dockerfile;

import java.util.Locale;
import java.util.regex.Pattern;

/** Sources of ADD that are not in the context: URLs, and git repositories (BuildKit, {@code dfgitutil}). */
final class RemoteSource {
    private static final Pattern SCP =
            Pattern.compile("[a-zA-Z0-9_-]+@[a-zA-Z0-9.-]+:[^\\n]*?(?:\\?([^\\n]*?))?(?:#([^\\n]*))?");
    private static final Pattern URL = Pattern.compile("(https?|ssh|git)://([^?#]*)(?:\\?([^#]*))?(?:#(.*))?");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern PINNED_QUERY = Pattern.compile("(.*&)?(checksum|commit)=[0-9a-f]{7,64}(&.*)?");

    private RemoteSource() {}

    /** An http or https URL of a file. */
    static boolean isUrl(String source) {
        return (source.startsWith("http://") || source.startsWith("https://")) && !isGit(source);
    }

    /** A git repository: over ssh or git, or over http where the path ends with {@code .git}. */
    static boolean isGit(String source) {
        var url = URL.matcher(lowerScheme(source));
        if (!url.matches()) {
            return SCP.matcher(source).matches();
        }
        return !url.group(1).startsWith("http") || url.group(2).endsWith(".git");
    }

    /** Whether what is there can change without the Dockerfile changing. */
    static boolean isUnpinned(String source, String checksum) {
        return checksum.isEmpty() && (isUrl(source) || (isGit(source) && !namesCommit(source)));
    }

    private static boolean namesCommit(String source) {
        int hash = source.indexOf('#');
        var fragment = hash < 0 ? "" : source.substring(hash + 1);
        int question = source.indexOf('?');
        var query = question < 0 ? "" : source.substring(question + 1, hash < question ? source.length() : hash);
        return COMMIT.matcher(fragment.split(":", 2)[0]).matches()
                || PINNED_QUERY.matcher(query).matches();
    }

    private static String lowerScheme(String source) {
        int end = source.indexOf("://");
        return end < 0 ? source : source.substring(0, end).toLowerCase(Locale.ROOT) + source.substring(end);
    }
}
