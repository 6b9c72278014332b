package imagefactory.builder.dispatch;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What the builder program writes. It appends to the file itself, so that it needs no factory to go on.
 *
 * @param path the file; where it grew too long, its end is in a second one beside it
 */
record LogFile(Path path) {
    /** What is given out, in bytes. */
    static final int SHOWN = 1 << 20;

    /** Where the file is cut back, in bytes, whenever somebody looks. */
    static final long MOST = 64L << 20;

    /** The last MiB. Bytes that are no UTF-8 are replaced, and so is NUL, which no database takes. */
    Optional<String> tail() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        var end = tail(path);
        var earlier = Files.exists(earlier()) && end.length < SHOWN ? tail(earlier()) : new byte[0];
        var room = Math.min(earlier.length, SHOWN - end.length);
        var all = new String(earlier, earlier.length - room, room, StandardCharsets.UTF_8)
                + new String(end, StandardCharsets.UTF_8);
        return Optional.of(all.replace('\0', '\uFFFD'));
    }

    /** Cuts the file back once it is too long. Its writer appends, and so goes on at the new end; a few lines may be lost. */
    void bound() throws IOException {
        if (!Files.exists(path) || Files.size(path) <= MOST) {
            return;
        }
        Files.write(earlier(), tail(path));
        try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    void note(String line) throws IOException {
        Files.writeString(path, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Path earlier() {
        return path.resolveSibling(path.getFileName() + ".earlier");
    }

    private static byte[] tail(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.position(Math.max(0, channel.size() - SHOWN));
            return Channels.newInputStream(channel).readNBytes(SHOWN);
        }
    }
}
