package imagefactory.builder.dispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds that found no room, the longest asked for first. One that nobody asks for any more loses its place.
 *
 * @param folder one file for each: its content is when it was first asked for, its time when it was last asked for
 */
record Queue(Path folder) {
    /** Above the pause that a waiting build is given, with room for a factory that is busy. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private record Place(String name, long since) {}

    /** Takes a place, or keeps it; true where it is among the first so many, and then it has left the queue. */
    boolean admits(String name, int room, Instant now) throws IOException {
        var own = folder.resolve(name);
        if (!Files.exists(own)) {
            Files.writeString(own, Long.toString(now.toEpochMilli()));
        }
        Files.setLastModifiedTime(own, FileTime.from(now));
        var first = places(now).stream().limit(room).map(Place::name).toList();
        if (!first.contains(name)) {
            return false;
        }
        leave(name);
        return true;
    }

    void leave(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    private List<Place> places(Instant now) throws IOException {
        var places = new ArrayList<Place>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(PATIENCE))) {
                    Files.delete(file);
                } else {
                    places.add(new Place(file.getFileName().toString(), since(file)));
                }
            }
        }
        places.sort(java.util.Comparator.comparingLong(Place::since).thenComparing(Place::name));
        return places;
    }

    /** A file that a machine went down over is empty: it goes to the end. */
    private static long since(Path file) throws IOException {
        var text = Files.readString(file);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
    }
}
