package imagefactory.builder.cli;

import imagefactory.core.build.Context;
import imagefactory.core.build.Format;
import imagefactory.core.dockerfile.Arguments;
import imagefactory.core.dockerfile.Dockerfile;
import imagefactory.core.dockerfile.DockerfileInvalid;
import imagefactory.core.dockerfile.Dockerignore;
import imagefactory.core.dockerfile.ResolvedDockerfile;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Platform;
import imagefactory.core.json.CanonicalJson;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.source.TreeEntry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything about a build that is known before the back end starts.
 *
 * @param files the context, exactly
 * @param held its images
 * @param args the given ones, and those of the machine that the Dockerfile declares
 * @param target the stage as Buildah names it
 */
record Preparation(
        List<TreeEntry> files,
        Digest context,
        PinnedDockerfile dockerfile,
        Set<Pins.Held> held,
        SortedMap<String, String> args,
        String target,
        Format format) {
    private static final int MOUNTED_LENGTH = 32;

    /** @throws Refused before anything is built: another context than expected, or a Dockerfile that cannot be built */
    static Preparation of(Origin origin, Order.Recipe recipe, Backend backend)
            throws Refused, Unavailable, IOException {
        try {
            var ignore = origin.ignoreFile();
            var files = origin.files(
                    ignore.isPresent() ? Dockerignore.parse(ignore.get().array()) : Dockerignore.none());
            var context = new Context(files).digest();
            check(recipe, context);
            return of(files, context, origin.dockerfile(), recipe, backend);
        } catch (DockerfileInvalid e) {
            throw new Refused(e.problem(), e);
        }
    }

    /** Whether all names were held to digests, so that nothing can have moved. */
    boolean pinned() {
        return held.stream().allMatch(each -> each.told().digest().isPresent());
    }

    private static Preparation of(
            List<TreeEntry> files, Digest context, Bytes bytes, Order.Recipe recipe, Backend backend)
            throws Refused, DockerfileInvalid {
        var file = Dockerfile.parse(bytes.array());
        var resolved =
                file.resolve(new Arguments(recipe.args(), recipe.platform(), Machine.platform(), recipe.target()));
        backend.check(resolved);
        var pins = new Pins(recipe.pins());
        var held = pins.hold(resolved);
        var args = args(file, recipe);
        var mounted = mounted(List.of(context, bytes.digest(), args, recipe.platform(), List.copyOf(held)));
        return new Preparation(
                files,
                context,
                PinnedDockerfile.of(file, bytes.utf8(), resolved, pins, mounted),
                held,
                args,
                target(resolved),
                format(resolved, recipe));
    }

    private static void check(Order.Recipe recipe, Digest context) throws Refused {
        var expected = recipe.context();
        if (expected.isPresent() && !expected.get().equals(context)) {
            throw new Refused(new Problem(
                    Problem.Code.TRUTH_VIOLATED,
                    "The context is " + context + ", and not " + expected.get() + " as expected.",
                    "Plan the build anew: the source is not what it was planned for."));
        }
    }

    private static String mounted(List<?> all) {
        return CanonicalJson.write(all).digest().hex().substring(0, MOUNTED_LENGTH);
    }

    private static String target(ResolvedDockerfile resolved) {
        var stage = resolved.stages().get(resolved.target());
        return stage.name().orElse(String.valueOf(stage.index()));
    }

    private static Format format(ResolvedDockerfile resolved, Order.Recipe recipe) {
        if (recipe.format() != Format.AUTO) {
            return recipe.format();
        }
        return resolved.lostInOciFormat().isEmpty() ? Format.OCI : Format.DOCKER;
    }

    /** Buildah 1.28 sets TARGETPLATFORM and its kin where they are declared, and forgets about BUILDPLATFORM. */
    private static SortedMap<String, String> args(Dockerfile file, Order.Recipe recipe) {
        var args = new TreeMap<>(recipe.args());
        machine(Machine.platform()).forEach((name, value) -> {
            if (declares(file, name)) {
                args.putIfAbsent(name, value);
            }
        });
        return args;
    }

    private static Map<String, String> machine(Platform platform) {
        return Map.of(
                "BUILDPLATFORM", platform.toString(),
                "BUILDOS", platform.os(),
                "BUILDARCH", platform.architecture(),
                "BUILDVARIANT", platform.variant().orElse(""));
    }

    private static boolean declares(Dockerfile file, String name) {
        return file.instructions().stream()
                .filter(instruction -> instruction.keyword().equals("ARG"))
                .flatMap(instruction -> instruction.arguments().stream())
                .anyMatch(word -> word.equals(name) || word.startsWith(name + "="));
    }
}
