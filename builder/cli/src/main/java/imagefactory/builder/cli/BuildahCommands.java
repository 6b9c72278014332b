package imagefactory.builder.cli;

import imagefactory.core.build.Format;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The command lines of Buildah: pure functions.
 *
 * @param program how it is started, with its wrappers
 * @param storage where it keeps images; empty for the user's own place
 * @param registries the configuration of registries, where it is not the usual one
 * @param policy a signature policy, where the machine has none
 * @param authorities a folder with certificates that registries are believed by, beside the system's
 */
record BuildahCommands(
        List<String> program,
        Optional<Path> storage,
        Optional<Path> registries,
        Optional<Path> policy,
        Optional<Path> authorities) {
    BuildahCommands {
        program = List.copyOf(program);
    }

    /**
     * What one build is told.
     *
     * @param fresh whether bases are looked for anew although they are here: names without digests may have moved
     */
    record Build(
            Platform platform,
            Format format,
            Optional<String> target,
            SortedMap<String, String> args,
            SortedMap<String, String> labels,
            String isolation,
            Order.Cache cache,
            boolean fresh,
            Path dockerfile,
            Path context,
            Path imageId) {}

    /** As it is found, with what is usual. */
    static BuildahCommands bare() {
        return new BuildahCommands(
                List.of("buildah"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    List<String> version() {
        return List.of(program.getLast(), "--version");
    }

    /** Layers always: without them version 1.28 fails at {@code COPY --from} of a stage. */
    List<String> build(Build build) {
        var line = start("build");
        trust(line);
        line.add("--isolation=" + build.isolation());
        line.add("--layers");
        if (!build.cache().used()) {
            line.add("--no-cache");
        }
        build.cache().shared().ifPresent(shared -> {
            line.add("--cache-from=" + shared.repository());
            line.add("--cache-to=" + shared.repository());
            line.add("--cache-ttl=" + shared.age());
        });
        if (build.fresh()) {
            line.add("--pull-always");
        }
        line.add("--identity-label=false");
        line.add("--platform=" + build.platform());
        line.add("--format=" + build.format());
        build.target().ifPresent(target -> line.add("--target=" + target));
        pairs(line, "--build-arg", build.args());
        pairs(line, "--label", build.labels());
        line.add("--iidfile=" + build.imageId());
        line.add("--file=" + build.dockerfile());
        line.add(build.context().toString());
        return List.copyOf(line);
    }

    List<String> push(String imageId, ImageRef destination, Path digestFile) {
        var line = start("push");
        trust(line);
        line.add("--digestfile=" + digestFile);
        line.add(imageId);
        line.add("docker://" + destination);
        return List.copyOf(line);
    }

    List<String> tag(String imageId, ImageRef name) {
        var line = start("tag");
        line.add(imageId);
        line.add(name.toString());
        return List.copyOf(line);
    }

    /** Prints the digest of the manifest that the storage has for this name. */
    List<String> digest(ImageRef image) {
        var line = start("inspect");
        line.add("--type=image");
        line.add("--format={{.FromImageDigest}}");
        line.add(image.toString());
        return List.copyOf(line);
    }

    private List<String> start(String command) {
        var line = new ArrayList<>(program);
        storage.ifPresent(folder -> {
            line.add("--root=" + folder.resolve("storage"));
            line.add("--runroot=" + folder.resolve("run"));
        });
        registries.ifPresent(file -> line.add("--registries-conf=" + file));
        line.add(command);
        return line;
    }

    private void trust(List<String> line) {
        policy.ifPresent(file -> line.add("--signature-policy=" + file));
        authorities.ifPresent(folder -> line.add("--cert-dir=" + folder));
    }

    private static void pairs(List<String> line, String flag, Map<String, String> pairs) {
        pairs.forEach((name, value) -> line.add(flag + "=" + name + "=" + value));
    }
}
