package imagefactory.core.dockerfile;

import imagefactory.core.image.Platform;
import java.util.Map;
import java.util.Optional;

/**
 * What a build is asked for beside its Dockerfile.
 *
 * @param buildArgs override the defaults of ARG, and the predefined ones; those that no ARG declares have no effect
 * @param target the platform the image is for
 * @param build the platform that builds run on
 * @param stage the name of the stage to build, in any case; empty for the last
 */
public record Arguments(Map<String, String> buildArgs, Platform target, Platform build, Optional<String> stage) {
    public Arguments {
        buildArgs = Map.copyOf(buildArgs);
    }

    /** A build of the last stage on a machine of the same platform, without build arguments. */
    public static Arguments on(Platform platform) {
        return new Arguments(Map.of(), platform, platform, Optional.empty());
    }

    public Arguments withStage(String name) {
        return new Arguments(buildArgs, target, build, Optional.of(name));
    }

    public Arguments withBuildArgs(Map<String, String> args) {
        return new Arguments(args, target, build, stage);
    }
}
