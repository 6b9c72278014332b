package imagefactory.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * A tree with some of its files changed. Nothing is checked out, and every other entry is taken over as it is, whatever it is
 * called and wherever it leads.
 *
 * <p>Names are bytes in git: here each byte is a character.
 */
record ChangedTree(ObjectReader reader, ObjectInserter inserter) {
    /** An entry that is no plain file, or no folder, where one is needed. */
    static final class InTheWay extends IOException {
        private static final long serialVersionUID = 1;

        InTheWay(String name) {
            super(name);
        }
    }

    private record Entry(FileMode mode, ObjectId id) {
        boolean isFile() {
            return mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE);
        }
    }

    /**
     * @param files by path: the blob of one that is written, nothing for one that is removed
     * @return nothing for a tree in which nothing is left
     * @throws InTheWay with the name of the link, submodule, file or folder
     */
    Optional<ObjectId> write(ObjectId tree, Map<String, Optional<ObjectId>> files) throws IOException {
        var named = new TreeMap<String, Optional<ObjectId>>();
        files.forEach((path, blob) ->
                named.put(new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1), blob));
        return write(Optional.of(tree), named);
    }

    private Optional<ObjectId> write(Optional<ObjectId> tree, SortedMap<String, Optional<ObjectId>> files)
            throws IOException {
        var entries = tree.isPresent() ? entries(tree.get()) : new TreeMap<String, Entry>();
        var folders = new TreeMap<String, SortedMap<String, Optional<ObjectId>>>();
        for (var file : files.entrySet()) {
            int slash = file.getKey().indexOf('/');
            if (slash < 0) {
                put(entries, file.getKey(), file.getValue());
            } else {
                folders.computeIfAbsent(file.getKey().substring(0, slash), _ -> new TreeMap<>())
                        .put(file.getKey().substring(slash + 1), file.getValue());
            }
        }
        for (var folder : folders.entrySet()) {
            descend(entries, folder.getKey(), folder.getValue());
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(inserter.insert(formatted(entries)));
    }

    private static void put(Map<String, Entry> entries, String name, Optional<ObjectId> blob) throws InTheWay {
        var there = Optional.ofNullable(entries.get(name));
        if (there.isPresent() && !there.get().isFile()) {
            throw new InTheWay(name);
        }
        if (blob.isPresent()) {
            entries.put(name, new Entry(there.map(Entry::mode).orElse(FileMode.REGULAR_FILE), blob.get()));
        } else {
            entries.remove(name);
        }
    }

    private void descend(Map<String, Entry> entries, String name, SortedMap<String, Optional<ObjectId>> files)
            throws IOException {
        var there = Optional.ofNullable(entries.get(name));
        if (there.isPresent() && !there.get().mode().equals(FileMode.TREE)) {
            throw new InTheWay(name);
        }
        var written = write(there.map(Entry::id), files);
        if (written.isPresent()) {
            entries.put(name, new Entry(FileMode.TREE, written.get()));
        } else {
            entries.remove(name);
        }
    }

    private Map<String, Entry> entries(ObjectId tree) throws IOException {
        var entries = new TreeMap<String, Entry>();
        for (var parser = new CanonicalTreeParser(null, reader, tree); !parser.eof(); parser.next()) {
            var name = new byte[parser.getNameLength()];
            parser.getName(name, 0);
            entries.put(
                    new String(name, StandardCharsets.ISO_8859_1),
                    new Entry(parser.getEntryFileMode(), parser.getEntryObjectId()));
        }
        return entries;
    }

    /** Git sorts a folder as if its name ended with a slash. */
    private static TreeFormatter formatted(Map<String, Entry> entries) {
        var formatter = new TreeFormatter();
        entries.entrySet().stream()
                .sorted(Comparator.comparing(
                        each -> each.getKey() + (each.getValue().mode().equals(FileMode.TREE) ? "/" : "")))
                .forEach(each -> formatter.append(
                        each.getKey().getBytes(StandardCharsets.ISO_8859_1),
                        each.getValue().mode(),
                        each.getValue().id()));
        return formatter;
    }
}
