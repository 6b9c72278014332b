package imagefactory.app.stage;

import imagefactory.core.build.BuiltImage;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Mark;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.run.Run;
import imagefactory.core.run.StageResult.Built;
import imagefactory.core.run.StageResult.Resolved;
import java.util.Map;

/** The index of a run: a pure function of what the run says, so that asking again gives the same digest. */
final class Indexes {
    private Indexes() {}

    static Manifest of(Run run) {
        var resolved = run.get(Resolved.class);
        var manifests = run.get(Built.class).images().entrySet().stream()
                .map(built -> child(built.getValue(), resolved.on(built.getKey()), resolved.epoch()))
                .toList();
        return Manifest.index(
                manifests,
                Map.of(
                        "org.opencontainers.image.created", resolved.at().toString(),
                        "org.opencontainers.image.revision", resolved.revision(),
                        "org.opencontainers.image.source",
                                resolved.target().source().repository().toString(),
                        "org.opencontainers.image.title", run.image()));
    }

    private static Descriptor child(BuiltImage built, Inputs inputs, String epoch) {
        return built.manifest().in(inputs.platform(), new Mark(inputs.digest(), epoch).annotations());
    }
}
