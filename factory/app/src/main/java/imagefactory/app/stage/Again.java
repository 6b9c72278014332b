package imagefactory.app.stage;

import imagefactory.core.build.BuiltImage;
import imagefactory.core.build.BuiltImage.Report;
import imagefactory.core.image.Platform;
import imagefactory.core.plan.Observation;
import imagefactory.core.registry.Manifest;
import imagefactory.core.run.Run;
import imagefactory.core.run.StageResult.Assembled;
import imagefactory.core.run.StageResult.Attached;
import imagefactory.core.run.StageResult.Attested;
import imagefactory.core.run.StageResult.Built;
import imagefactory.core.run.StageResult.Released;
import imagefactory.core.run.StageResult.Signed;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lets an image that is published already enter the route where it has to be looked at again: scanned and verified. */
final class Again {
    private Again() {}

    /** @param index what is published */
    static Run with(Run run, Observation seen, Manifest index) {
        return run.add(new Built(images(seen, index)))
                .add(new Assembled(index.descriptor()))
                .add(new Released())
                .add(new Signed(List.of()))
                .add(new Attested(List.of()))
                .add(new Attached());
    }

    private static SortedMap<Platform, BuiltImage> images(Observation seen, Manifest index) {
        var origin = seen.published().orElseThrow().origin().orElseThrow();
        var images = new TreeMap<Platform, BuiltImage>();
        index.content()
                .manifests()
                .forEach(manifest -> manifest.platform().ifPresent(platform -> {
                    var made = Optional.ofNullable(origin.platforms().get(platform))
                            .orElseThrow();
                    var report = new Report(
                            made.inputs().context(),
                            made.manifest(),
                            made.inputs().pins(),
                            made.backend(),
                            0);
                    images.put(platform, new BuiltImage(manifest, report));
                }));
        return images;
    }
}
