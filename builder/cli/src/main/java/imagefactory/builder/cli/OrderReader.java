package imagefactory.builder.cli;

import imagefactory.core.build.Format;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads a command line and the environment into an {@link Order}. */
final class OrderReader {
    private static final Pattern HOURS = Pattern.compile("[1-9][0-9]{0,5}h");

    private final CommandLine line;
    private final Map<String, String> environment;

    private OrderReader(CommandLine line, Map<String, String> environment) {
        this.line = line;
        this.environment = environment;
    }

    /** @throws Refused with {@code bad-request} for the first value that cannot be used */
    static Order read(CommandLine line, Map<String, String> environment) throws Refused {
        var reader = new OrderReader(line, environment);
        try {
            return new Order(reader.place(), reader.recipe(), reader.output(), reader.access(), reader.folders());
        } catch (IllegalArgumentException e) {
            throw CommandLine.wrong(e.getMessage() + ".", "Correct the value.");
        }
    }

    private Order.Place place() throws Refused {
        var context = line.one(Flag.CONTEXT)
                .orElseThrow(() -> CommandLine.wrong("There is no --context.", "Name a folder or a git URL."));
        return new Order.Place(
                context,
                line.one(Flag.GIT_REVISION),
                line.one(Flag.GIT_BRANCH),
                line.one(Flag.CONTEXT_SUB_PATH).orElse(""),
                line.one(Flag.DOCKERFILE).orElse("Dockerfile"));
    }

    private Order.Recipe recipe() throws Refused {
        return new Order.Recipe(
                line.one(Flag.TARGET),
                args(),
                labels(),
                line.one(Flag.CUSTOM_PLATFORM).map(Platform::parse).orElseGet(Machine::platform),
                format(),
                cache(),
                pins(),
                line.one(Flag.EXPECT_CONTEXT).map(Digest::new));
    }

    private Order.Cache cache() throws Refused {
        if (!line.is(Flag.CACHE, false)) {
            return Order.Cache.NONE;
        }
        var age = line.one(Flag.CACHE_TTL).orElse("336h");
        if (!HOURS.matcher(age).matches()) {
            throw CommandLine.wrong(
                    Flag.CACHE_TTL + "=" + age + " is no time.", "Write hours: " + Flag.CACHE_TTL + "=168h.");
        }
        return new Order.Cache(
                true, line.one(Flag.CACHE_REPO).map(name -> new Order.Cache.Shared(Repository.parse(name), age)));
    }

    private Order.Output output() throws Refused {
        var destinations = new ArrayList<ImageRef>();
        for (var destination : line.all(Flag.DESTINATION)) {
            destinations.add(ImageRef.parse(destination));
        }
        boolean push = !line.is(Flag.NO_PUSH, false);
        if (push && destinations.isEmpty()) {
            throw CommandLine.wrong("There is no --destination.", "Name one, or give --no-push.");
        }
        return new Order.Output(
                List.copyOf(destinations),
                push,
                line.one(Flag.PUSH_RETRY).map(Integer::parseInt).orElse(2),
                line.one(Flag.DIGEST_FILE).map(Path::of),
                line.one(Flag.IMAGE_NAME_WITH_DIGEST_FILE).map(Path::of));
    }

    private Order.Access access() throws Refused {
        return new Order.Access(
                line.one(Flag.REGISTRY_CONFIG)
                        .or(() -> Optional.ofNullable(environment.get("REGISTRY_AUTH_FILE")))
                        .map(file -> Path.of(file).toAbsolutePath()),
                line.all(Flag.INSECURE_REGISTRY),
                authorities(),
                line.one(Flag.GIT_CREDENTIALS).map(Path::of));
    }

    private List<Path> authorities() throws Refused {
        var files = new ArrayList<Path>();
        for (var word : line.all(Flag.REGISTRY_CERTIFICATE)) {
            try {
                files.addAll(certificates(Path.of(word).toAbsolutePath()));
            } catch (IOException e) {
                throw CommandLine.wrong(
                        Flag.REGISTRY_CERTIFICATE + "=" + word + " holds no certificate that can be read: " + e + ".",
                        "Name a PEM file, or a folder of PEM files with names that end with .crt.");
            }
        }
        return List.copyOf(files);
    }

    private static List<Path> certificates(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            try (var files = Files.list(place)) {
                return files.filter(file -> file.toString().endsWith(".crt"))
                        .sorted()
                        .toList();
            }
        }
        if (!Files.readString(place).contains("-----BEGIN CERTIFICATE-----")) {
            throw new IOException("it is not PEM");
        }
        return List.of(place);
    }

    private Order.Folders folders() {
        return new Order.Folders(
                Path.of(line.one(Flag.WORK_DIR).orElse(System.getProperty("java.io.tmpdir")))
                        .toAbsolutePath()
                        .normalize(),
                line.one(Flag.CACHE_DIR)
                        .map(folder -> Path.of(folder).toAbsolutePath().normalize()));
    }

    private Format format() {
        return line.one(Flag.FORMAT)
                .or(() -> Optional.ofNullable(environment.get("BUILDAH_FORMAT")))
                .map(Format::parse)
                .orElse(Format.AUTO);
    }

    private SortedMap<String, String> args() {
        var args = new TreeMap<String, String>();
        for (var word : line.all(Flag.BUILD_ARG)) {
            int equals = word.indexOf('=');
            if (equals >= 0) {
                args.put(word.substring(0, equals), word.substring(equals + 1));
            } else if (environment.containsKey(word)) {
                args.put(word, environment.get(word));
            }
        }
        return args;
    }

    private SortedMap<String, String> labels() throws Refused {
        var labels = new TreeMap<String, String>();
        for (var word : line.all(Flag.LABEL)) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw CommandLine.wrong("--label=" + word + " has no value.", "Write --label=NAME=VALUE.");
            }
            labels.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return labels;
    }

    private List<Order.PinWord> pins() throws Refused {
        var pins = new ArrayList<Order.PinWord>();
        for (var word : line.all(Flag.PIN)) {
            int equals = word.lastIndexOf('=');
            if (equals < 1) {
                throw CommandLine.wrong("--pin=" + word + " has no digest.", "Write --pin=REFERENCE=DIGEST.");
            }
            var left = word.substring(0, equals);
            int bar = left.indexOf('|');
            pins.add(new Order.PinWord(
                    ImageRef.parse(bar < 0 ? left : left.substring(0, bar)),
                    bar < 0 ? Optional.empty() : Optional.of(Platform.parse(left.substring(bar + 1))),
                    new Digest(word.substring(equals + 1))));
        }
        return List.copyOf(pins);
    }
}
