package imagefactory.builder.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import imagefactory.core.build.BuildId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All that is known of one build, on disk: whoever opens the folder knows as much as who began it.
 *
 * <p>Whoever changes it holds the lock of the {@link WorkFolder}.
 *
 * @param path {@code builds/<id>}
 */
record BuildFolder(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** That a build was ended before its time, since when and why. */
    record Ending(Why why, Instant since) {
        enum Why {
            CANCELLED,
            TIMED_OUT
        }
    }

    static BuildFolder of(Path work, BuildId build) {
        return new BuildFolder(work.resolve("builds").resolve(build.toString()));
    }

    String name() {
        return path.getFileName().toString();
    }

    /** What the builder program leaves, whole or not at all. */
    Path metadata() {
        return path.resolve("metadata.json");
    }

    /** Where the builder program may write; never shared, thrown away with the build. */
    Path scratch() {
        return path.resolve("scratch");
    }

    LogFile log() {
        return new LogFile(path.resolve("log"));
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    void create() throws IOException {
        Files.createDirectories(scratch());
    }

    /** How all marks of this build's processes begin. */
    String markPrefix() {
        return path + "#";
    }

    String mark(Attempt attempt) {
        return markPrefix() + attempt.number();
    }

    /** @return empty where none was begun, or where the machine went down before it reached the disk */
    Optional<Attempt> attempt() throws IOException {
        var text = read(path.resolve("attempt.json"));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        JsonNode json;
        try {
            json = JSON.readTree(text.get());
        } catch (JsonProcessingException e) {
            return Optional.empty(); // the machine went down while it was written: as good as not begun
        }
        return Optional.of(new Attempt(
                json.path("number").asInt(),
                Optional.of(json.path("pid")).filter(JsonNode::isNumber).map(pid -> process(json)),
                Instant.ofEpochMilli(json.path("started").asLong()),
                Instant.ofEpochMilli(json.path("deadline").asLong())));
    }

    private static SystemProcess process(JsonNode json) {
        return new SystemProcess(json.path("pid").asLong(), json.path("born").asText());
    }

    void save(Attempt attempt) throws IOException {
        var json = JSON.createObjectNode()
                .put("number", attempt.number())
                .put("started", attempt.started().toEpochMilli())
                .put("deadline", attempt.deadline().toEpochMilli());
        attempt.process().ifPresent(process -> json.put("pid", process.pid()).put("born", process.born()));
        write(path.resolve("attempt.json"), json.toString());
    }

    Optional<Ending> ending() throws IOException {
        return read(path.resolve("ended")).map(text -> {
            var words = text.split(" ", 2);
            return new Ending(Ending.Why.valueOf(words[0]), Instant.ofEpochMilli(Long.parseLong(words[1])));
        });
    }

    void end(Ending ending) throws IOException {
        write(path.resolve("ended"), ending.why() + " " + ending.since().toEpochMilli());
    }

    /** What was running when the command line was made, for people. */
    void note(Iterable<String> command) throws IOException {
        write(path.resolve("command.json"), JSON.writeValueAsString(Map.of("command", command)));
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file)).filter(text -> !text.isEmpty());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static void write(Path file, String text) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
