package imagefactory.cli.wiring;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.kargo.Manifest;
import imagefactory.kargo.Setting;
import imagefactory.kargo.Synthesis;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Files for Kargo. */
public final class Manifests {
    private Manifests() {}

    /** What a person wants otherwise than by default. */
    public record Given(Optional<String> project, Optional<String> factory, Optional<String> commands) {}

    /**
     * One of the files.
     *
     * @param path below the folder of all
     * @param name of the object; empty for a file that holds none
     */
    public record Made(String path, String kind, String name, String yaml) {}

    /** @param leftOut what cannot be written, a sentence each */
    public record All(List<Made> files, List<String> leftOut) {}

    public static All of(Catalog catalog, List<ImageRef> bases, Given given) throws Refused {
        var synthesis = Synthesis.of(catalog, bases, setting(given));
        return new All(synthesis.manifests().stream().map(Manifests::made).toList(), synthesis.leftOut());
    }

    /** Whether a file is one that is made here. */
    public static boolean isMade(String content) {
        return Manifest.isMade(content);
    }

    private static Made made(Manifest manifest) {
        return new Made(manifest.path(), manifest.kind(), manifest.name(), manifest.yaml());
    }

    private static Setting setting(Given given) throws Refused {
        var usual = Setting.DEFAULT;
        try {
            return new Setting(
                    given.project().orElse(usual.project()),
                    given.factory().map(URI::create).orElse(usual.factory()),
                    given.commands().map(ImageRef::parse).orElse(usual.commands()),
                    usual.controlNamespace());
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    new Problem(Problem.Code.BAD_REQUEST, e.getMessage() + ".", "See image-factory synth --help."), e);
        }
    }
}
