package imagefactory.app.stage;

import imagefactory.core.build.BuildRequest;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.outcome.Problem;
import imagefactory.core.registry.Descriptor;
import java.util.Objects;
import java.util.Optional;

/** Holds what a builder says against what was asked of it and what it really pushed. Pure. */
final class Lies {
    private Lies() {}

    static Optional<Problem> in(BuildRequest request, BuiltImage built, Optional<Descriptor> pushed) {
        var report = built.report();
        var planned = request.inputs();
        var said = built.manifest().digest();
        return lie(request, "digest", said, pushed.map(Descriptor::digest).orElse(null))
                .or(() -> lie(request, "digest", report.manifest(), said))
                .or(() -> lie(request, "context", report.context(), planned.context()))
                .or(() -> lie(
                        request,
                        "bases",
                        report.pins().stream().sorted().distinct().toList(),
                        planned.pins()));
    }

    private static Optional<Problem> lie(
            BuildRequest request, String what, Object said, @org.jspecify.annotations.Nullable Object found) {
        if (Objects.equals(said, found)) {
            return Optional.empty();
        }
        return Optional.of(new Problem(
                Problem.Code.BUILDER_LIED,
                "The builder of " + request.image() + " for " + request.inputs().platform() + " reports the " + what
                        + " " + said + ", and " + request.staging() + " has " + (found == null ? "none such" : found)
                        + ".",
                "Nothing of it is used. See what runs as factory.builds.command, and who else pushes to "
                        + request.staging() + ", then rebuild."));
    }
}
