package imagefactory.scanner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks the layer that a database is kept in: a tar of two plain files, and of nothing else. */
final class DatabaseArchive {
    private static final int MOST_ENTRIES = 16;

    /** Bytes of each file; the real database was 900 MB in 2025. */
    private static final Map<String, Long> MOST_BYTES =
            Map.of(DatabaseMetadata.DATABASE, 4L << 30, DatabaseMetadata.METADATA, 1L << 16);

    private DatabaseArchive() {}

    /**
     * Reads the layer to its end, so that its digest is checked.
     *
     * @throws IOException also when it holds links, other names, too much, or not both files
     */
    static void unpack(InputStream layer, Path folder) throws IOException {
        var unpacked = new HashSet<String>();
        var tar = new TarArchiveInputStream(new GZIPInputStream(layer));
        int entries = 0;
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (++entries > MOST_ENTRIES) {
                throw new IOException("it has more than " + MOST_ENTRIES + " entries");
            }
            if (!entry.isDirectory()) {
                unpacked.add(unpack(entry, tar, folder));
            }
        }
        layer.transferTo(java.io.OutputStream.nullOutputStream());
        if (!unpacked.equals(Set.copyOf(MOST_BYTES.keySet()))) {
            throw new IOException("it holds " + unpacked + " and not " + MOST_BYTES.keySet());
        }
    }

    private static String unpack(TarArchiveEntry entry, InputStream tar, Path folder) throws IOException {
        var name = entry.getName().replaceFirst("^(\\./)?(db/)?", "");
        var most = MOST_BYTES.get(name);
        if (most == null || !entry.isFile() || entry.isLink() || entry.isSymbolicLink() || entry.isSparse()) {
            throw new IOException("it holds \"" + shown(entry.getName()) + "\", which no database has");
        }
        if (entry.getSize() > most) {
            throw new IOException(name + " has " + entry.getSize() + " bytes, more than " + most);
        }
        Files.copy(tar, folder.resolve(name)); // the stream ends where the entry ends
        return name;
    }

    private static String shown(String name) {
        var plain = name.replaceAll("\\p{Cntrl}", "?");
        return plain.substring(0, Math.min(plain.length(), 100));
    }
}
