package imagefactory.cli.local;

import imagefactory.core.catalog.Managed;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A build of an enrolled image for one platform, which stays on this machine.
 *
 * @param image as it is enrolled
 * @param copy a working copy of its source's repository; without one its branch is fetched
 * @param platform to build for
 * @param access what the build may use of this machine
 */
public record LocalBuild(Managed image, Optional<Path> copy, Platform platform, Access access) {
    /**
     * What a build may use.
     *
     * @param program what builds, and its first arguments
     * @param insecure registries that are spoken to by plain http
     * @param authorities PEM files that certificates of registries are believed by, beside the system's
     */
    public record Access(
            List<String> program,
            Set<String> insecure,
            List<Path> authorities,
            Optional<Path> registryConfig,
            Optional<Path> gitCredentials,
            boolean cache) {
        public Access {
            program = List.copyOf(program);
            authorities = List.copyOf(authorities);
        }
    }

    /** What the image is called on this machine. */
    public ImageRef name() {
        return ImageRef.parse("localhost/" + image.name() + ":local");
    }

    /**
     * The builder's command line: a pure function.
     *
     * @param metadata where the builder writes how it ended
     */
    public List<String> command(Path metadata) {
        var line = new ArrayList<>(access.program());
        place(line);
        var build = image.build();
        line.add("--custom-platform=" + platform);
        build.target().ifPresent(target -> line.add("--target=" + target));
        build.args().forEach((name, value) -> line.add("--build-arg=" + name + "=" + value));
        build.labels().forEach((name, value) -> line.add("--label=" + name + "=" + value));
        line.add("--format=" + build.format());
        line.add("--cache=" + access.cache());
        access.registryConfig().ifPresent(file -> line.add("--registry-config=" + file));
        access.insecure().forEach(host -> line.add("--insecure-registry=" + host));
        access.authorities().forEach(file -> line.add("--registry-certificate=" + file.toAbsolutePath()));
        access.gitCredentials().ifPresent(folder -> line.add("--git-credentials=" + folder));
        line.add("--no-push");
        line.add("--destination=" + name());
        line.add("--metadata-file=" + metadata);
        return List.copyOf(line);
    }

    private void place(List<String> line) {
        var source = image.source();
        line.add("--context="
                + copy.map(folder -> folder.toAbsolutePath().normalize().toString())
                        .orElse(source.repository().toString()));
        if (copy.isEmpty()) {
            line.add("--git-branch=" + source.branch());
        }
        if (!source.context().isEmpty()) {
            line.add("--context-sub-path=" + source.context());
        }
        line.add("--dockerfile=" + Path.of(source.context()).relativize(Path.of(source.dockerfile())));
    }
}
