package imagefactory.cli.doctor;

import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Symptom;
import imagefactory.core.outcome.Symptom.Verdict;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The machine that builds run on: programs, rights, folders, emulation. Of one that has a cluster build, what it needs itself.
 *
 * @param root where {@code /etc} and {@code /proc} are
 * @param user who builds
 */
public record MachineLook(Path root, String user, Map<String, String> environment) {
    private static final int SUBORDINATES = 65_536;
    private static final int SHORT = 5;
    private static final int TOO_SHORT = 1;
    /** The kernel opened the emulator when it was registered, so that it is found whatever the root is (binfmt_misc, "F"). */
    private static final Pattern FIXED = Pattern.compile("(?m)^flags: [A-Z]*F");

    private static final Map<String, String> EMULATORS = Map.of(
            "arm64", "aarch64", "amd64", "x86_64", "arm", "arm", "386", "i386", "ppc64le", "ppc64le", "s390x", "s390x",
            "riscv64", "riscv64");

    /** @param platforms that images are built for, and {@code machine} what this one is */
    public List<Symptom> look(Collection<Platform> platforms, Platform machine) {
        var found = new ArrayList<Symptom>();
        found.add(account());
        if (!"kubernetes".equalsIgnoreCase(environment.get("FACTORY_BUILDS"))) {
            found.addAll(builds(platforms, machine));
        }
        found.add(folder());
        return found;
    }

    private List<Symptom> builds(Collection<Platform> platforms, Platform machine) {
        var found = new ArrayList<Symptom>();
        found.add(builder());
        found.add(program("buildah", "builds are made by it", "Install buildah; ./taskw setup prints how."));
        found.add(program("newuidmap", "rootless builds need it", "Install uidmap; ./taskw setup prints how."));
        found.add(subordinates("subuid"));
        found.add(subordinates("subgid"));
        platforms.stream()
                .map(Platform::architecture)
                .distinct()
                .sorted()
                .filter(architecture -> !architecture.equals(machine.architecture()))
                .forEach(architecture -> found.add(emulation(architecture)));
        return found;
    }

    private Symptom account() {
        return user.equals("root")
                ? Symptom.warn(
                        "account", "this is root", "Run the factory as an unprivileged user: builds run as it does.")
                : Symptom.ok("account", user);
    }

    private Symptom builder() {
        var name = environment.getOrDefault("FACTORY_BUILDS_COMMAND", "image-builder")
                .split(",", -1)[0];
        return program(
                name, "it builds", "Type ./taskw jars, or set FACTORY_BUILDS_COMMAND to the program that builds.");
    }

    private Symptom program(String name, String use, String remedy) {
        return find(name)
                .map(path -> Symptom.ok(path.getFileName().toString(), path.toString()))
                .orElseGet(() -> Symptom.failed(name, "not found on PATH; " + use, remedy));
    }

    private Optional<Path> find(String name) {
        var folders = name.contains("/")
                ? Stream.of("")
                : Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1));
        return folders.map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Lines as {@code user:first:count}. */
    private Symptom subordinates(String file) {
        var what = "/etc/" + file;
        try (var lines = Files.lines(root.resolve("etc").resolve(file))) {
            var most = lines.map(line -> line.split(":", -1))
                    .filter(parts -> parts.length == 3 && parts[0].equals(user) && parts[2].matches("[0-9]{1,10}"))
                    .mapToLong(parts -> Long.parseLong(parts[2]))
                    .max()
                    .orElse(0);
            return most >= SUBORDINATES || user.equals("root")
                    ? Symptom.ok(what, most + " ids for " + user)
                    : Symptom.failed(
                            what,
                            most + " ids for " + user + ", and rootless builds need " + SUBORDINATES,
                            range(file));
        } catch (IOException | java.io.UncheckedIOException e) {
            return Symptom.failed(what, "cannot be read: " + e, range(file));
        }
    }

    private String range(String file) {
        return "sudo usermod --add-" + file + "s 100000-165535 " + user + " (a range that nobody has).";
    }

    private Symptom emulation(String architecture) {
        var what = "linux/" + architecture;
        var emulator = "qemu-" + EMULATORS.getOrDefault(architecture, architecture);
        try {
            var state = Files.readString(root.resolve("proc/sys/fs/binfmt_misc").resolve(emulator));
            if (!state.startsWith("enabled")) {
                return Symptom.warn(what, emulator + " is switched off", switchOn(emulator));
            }
            return FIXED.matcher(state).find()
                    ? Symptom.ok(what, "emulated by " + emulator)
                    : Symptom.warn(
                            what,
                            emulator + " is registered without flag F: a build's own files do not have it",
                            "Register it with fix_binary yes, as Debian's qemu-user-static does.");
        } catch (IOException e) {
            return Symptom.warn(what, "no emulator is registered: RUN for it fails here", switchOn(emulator));
        }
    }

    private static String switchOn(String emulator) {
        return "Install qemu-user-static and type sudo update-binfmts --enable " + emulator + ".";
    }

    /** Where builds, scans and fetched sources are. */
    private Symptom folder() {
        var work = Path.of(environment.getOrDefault("FACTORY_WORK", ".run/factory"))
                .toAbsolutePath();
        var there = Stream.iterate(work, path -> path != null, Path::getParent)
                .filter(Files::exists)
                .findFirst()
                .orElse(Path.of("/"));
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            return Symptom.failed(
                    work.toString(),
                    there + " cannot be written to",
                    "Give it to " + user + ", or set FACTORY_WORK to another folder.");
        }
        try {
            return space(work, Files.getFileStore(there));
        } catch (IOException e) {
            return Symptom.warn(work.toString(), "its free space is not known: " + e, "Look at it with df.");
        }
    }

    private static Symptom space(Path work, FileStore store) throws IOException {
        long free = store.getUsableSpace() >> 30;
        var verdict = free < TOO_SHORT ? Verdict.FAILED : free < SHORT ? Verdict.WARN : Verdict.OK;
        return new Symptom(
                work.toString(),
                verdict,
                free + " GiB free",
                verdict == Verdict.OK ? "" : "Make room: builds of a few images need some GiB.");
    }
}
