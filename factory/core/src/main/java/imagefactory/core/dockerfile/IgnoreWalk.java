package imagefactory.core.dockerfile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One walk through a context: a folder is held against each pattern once, whatever is in it. */
final class IgnoreWalk {
    private static final byte NO = 1;
    private static final byte YES = 2;
    /** Folders that are remembered; a walk has few open at a time. */
    private static final int MOST_FOLDERS = 1_000;

    private final List<IgnorePattern> patterns;
    /** For each pattern whether it matches the folder or one above it, as far as that was asked. */
    private final Map<String, byte[]> folders = new HashMap<>();

    IgnoreWalk(List<IgnorePattern> patterns) {
        this.patterns = patterns;
    }

    boolean ignores(String path) {
        if (folders.size() > MOST_FOLDERS) {
            folders.clear();
        }
        var folder = folder(path);
        boolean ignored = false;
        for (int i = 0; i < patterns.size(); i++) {
            var pattern = patterns.get(i);
            if (pattern.takesBack() == ignored && (isIn(folder, i) || pattern.matches(path))) {
                ignored = !pattern.takesBack();
            }
        }
        return ignored;
    }

    /** Empty for what is in no folder. */
    private static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private boolean isIn(String folder, int pattern) {
        if (folder.isEmpty()) {
            return false;
        }
        var known = folders.computeIfAbsent(folder, each -> new byte[patterns.size()]);
        if (known[pattern] == 0) {
            boolean matches =
                    isIn(folder(folder), pattern) || patterns.get(pattern).matches(folder);
            known[pattern] = matches ? YES : NO;
        }
        return known[pattern] == YES;
    }
}
