package imagefactory.cli.state;

import imagefactory.cli.factory.KnownState;
import imagefactory.cli.factory.KnownState.Left;
import imagefactory.cli.factory.KnownState.Watched;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A folder with {@code images/} and {@code base-images/}, as the originals keep their state. */
public final class StateFolder {
    private static final String IMAGES = "images";
    private static final String BASES = "base-images";
    private static final int MOST_FILES = 100_000;
    private static final long LARGEST = 1 << 20;

    private final Path folder;

    /** @param folder itself, or the one that has it as {@code state} */
    public StateFolder(Path folder) {
        var inner = folder.resolve("state");
        this.folder = Files.isDirectory(inner) && !Files.isDirectory(folder.resolve(IMAGES)) ? inner : folder;
    }

    /** @param written paths of files that are new or changed */
    public record Written(List<String> written, int same) {}

    /**
     * Writes what is known; what is the same is not touched, and files of what is no longer known are left alone.
     *
     * @param file the text of the catalog
     */
    public Written export(Catalog catalog, String file, KnownState known, Instant now) throws Refused {
        var entries = new TreeMap<String, StateFile>();
        StateFile.list(file).forEach(entry -> entry.text("name").ifPresent(name -> entries.put(name, entry)));
        var before = new LinkedHashMap<String, String>();
        for (var kind : List.of(IMAGES, BASES)) {
            before.putAll(texts(kind));
        }
        var there = new TreeMap<String, StateFile>();
        for (var each : before.entrySet()) {
            there.put(each.getKey(), parsed(each.getKey(), each.getValue()));
        }
        var files = new Export(catalog, entries, known, now)
                .files(path -> Optional.ofNullable(there.get(path)).orElse(StateFile.EMPTY));
        var written = new ArrayList<String>();
        for (var each : files.entrySet()) {
            if (!each.getValue().equals(before.get(each.getKey()))) {
                write(each.getKey(), each.getValue());
                written.add(each.getKey());
            }
        }
        return new Written(written, files.size() - written.size());
    }

    /** What it says of bases, and why some of that cannot be used. */
    public record Found(List<Watched> bases, List<Left> left) {}

    public Found bases() throws Refused {
        var bases = new ArrayList<Watched>();
        var left = new ArrayList<Left>();
        for (var each : texts(BASES).entrySet()) {
            try {
                bases.addAll(watched(StateFile.read(each.getValue())));
            } catch (IllegalArgumentException | DateTimeException e) {
                left.add(new Left(each.getKey(), String.valueOf(e.getMessage())));
            }
        }
        return new Found(bases, left);
    }

    /** In what the images here and those of the catalog differ, a sentence each. */
    public List<String> differences(Catalog catalog) throws Refused {
        var here = new TreeMap<String, StateFile>();
        for (var each : texts(IMAGES).entrySet()) {
            var file = parsed(each.getKey(), each.getValue());
            here.put(file.text("name").orElse(each.getKey()), file);
        }
        var names = new TreeSet<>(here.keySet());
        catalog.images().stream().map(EnrolledImage::name).forEach(names::add);
        var differences = new ArrayList<String>();
        for (var name : names) {
            difference(name, catalog.named(name), Optional.ofNullable(here.get(name)))
                    .ifPresent(differences::add);
        }
        return differences;
    }

    private static Optional<String> difference(
            String name, Optional<EnrolledImage> enrolled, Optional<StateFile> state) {
        if (enrolled.isEmpty()) {
            return Optional.of(name + " has a state and is not enrolled in images.yaml");
        }
        if (state.isEmpty()) {
            return Optional.of(name + " is enrolled in images.yaml and has no state");
        }
        var enrolment = state.get().mapping("enrollment").orElse(state.get());
        var repository = enrolment
                .text("repository")
                .map(path -> enrolment.text("registry").orElse("docker.io") + "/" + path);
        return repository
                .filter(it ->
                        !ImageRef.parse(it).repository().equals(enrolled.get().repository()))
                .map(it -> name + " is " + it + " in its state and "
                        + enrolled.get().repository() + " in images.yaml");
    }

    /** Our own files tell each platform; the originals' one digest. */
    private static List<Watched> watched(StateFile base) {
        var reference = ImageRef.parse(need(base, "fullImage")).toString();
        var platforms = base.mapping("platforms").map(StateFile::mappings).orElse(Map.of());
        if (!platforms.isEmpty()) {
            return platforms.entrySet().stream()
                    .map(each -> new Watched(
                            reference,
                            Optional.of(each.getKey()),
                            need(each.getValue(), "digest"),
                            each.getValue().text("previousDigest"),
                            time(need(each.getValue(), "changedAt"))))
                    .toList();
        }
        var since = base.text("lastUpdated").or(() -> base.text("firstDiscovered"));
        return base.text("currentDigest").isEmpty() || since.isEmpty()
                ? List.of()
                : List.of(new Watched(
                        reference,
                        Optional.empty(),
                        need(base, "currentDigest"),
                        base.text("previousDigest"),
                        time(since.get())));
    }

    private static String need(StateFile file, String key) {
        return file.text(key).orElseThrow(() -> new IllegalArgumentException(key + " is missing"));
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private StateFile parsed(String path, String text) throws Refused {
        try {
            return StateFile.read(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    new Problem(
                            Problem.Code.BAD_REQUEST,
                            folder.resolve(path) + " cannot be read: " + e.getMessage() + ".",
                            "Correct or remove it; nothing was written."),
                    e);
        }
    }

    private Map<String, String> texts(String kind) throws Refused {
        var texts = new TreeMap<String, String>();
        var place = folder.resolve(kind);
        if (!Files.isDirectory(place)) {
            return texts;
        }
        try (var files = Files.list(place)) {
            for (var file : files.limit(MOST_FILES).sorted().toList()) {
                if (file.toString().endsWith(".yaml")
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && Files.size(file) <= LARGEST) {
                    texts.put(kind + "/" + file.getFileName(), Files.readString(file));
                }
            }
            return texts;
        } catch (IOException e) {
            throw new Refused(
                    new Problem(
                            Problem.Code.BAD_REQUEST,
                            place + " cannot be read: " + e + ".",
                            "Name a folder of state files that can be read."),
                    e);
        }
    }

    private void write(String path, String text) throws Refused {
        var file = folder.resolve(path);
        try {
            Files.createDirectories(file.resolveSibling("."));
            var draft = file.resolveSibling("." + file.getFileName() + ".draft");
            Files.writeString(draft, text);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Refused(
                    new Problem(
                            Problem.Code.BAD_REQUEST,
                            file + " cannot be written: " + e + ".",
                            "Name another folder with --out, or get the right to write it."),
                    e);
        }
    }
}
