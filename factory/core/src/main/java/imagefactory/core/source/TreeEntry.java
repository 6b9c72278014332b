package imagefactory.core.source;

import java.util.regex.Pattern;

/**
 * A file of a tree.
 *
 * @param path with {@code /}, from the context's root
 * @param mode git's: {@code 100644}, {@code 100755} or {@code 120000} (a symbolic link)
 * @param blob git's object id of its content (of the link's target for a link), SHA-1 or SHA-256 in hexadecimal
 */
public record TreeEntry(String path, String mode, String blob) implements Comparable<TreeEntry> {
    private static final Pattern MODE = Pattern.compile("100644|100755|120000");
    private static final Pattern BLOB = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    public TreeEntry {
        if (!MODE.matcher(mode).matches() || !BLOB.matcher(blob).matches()) {
            throw new IllegalArgumentException(
                    path + " has mode " + mode + " and blob " + blob + ": not a file of a tree");
        }
    }

    @Override
    public int compareTo(TreeEntry other) {
        return path.compareTo(other.path);
    }
}
