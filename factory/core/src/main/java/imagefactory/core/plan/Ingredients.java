package imagefactory.core.plan;

import imagefactory.core.build.Context;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.build.Inputs.Recipe;
import imagefactory.core.build.Pin;
import imagefactory.core.catalog.Managed;
import imagefactory.core.dockerfile.Arguments;
import imagefactory.core.dockerfile.Dockerfile;
import imagefactory.core.dockerfile.DockerfileInvalid;
import imagefactory.core.dockerfile.Dockerignore;
import imagefactory.core.dockerfile.ResolvedDockerfile;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.source.Snapshot;
import java.util.List;

/** What goes into the builds of an image, worked out from its source alone; only where its references point is still open. */
public final class Ingredients {
    private final Managed image;
    private final Snapshot snapshot;
    private final Platform machine;
    private final Backend backend;
    private final Dockerfile dockerfile;

    /** @throws DockerfileInvalid if the Dockerfile cannot be understood */
    public Ingredients(Managed image, Snapshot snapshot, Platform machine, Backend backend) throws DockerfileInvalid {
        this.image = image;
        this.snapshot = snapshot;
        this.machine = machine;
        this.backend = backend;
        this.dockerfile = Dockerfile.parse(snapshot.dockerfile().array());
    }

    /** A reference, and the platform of the stage that names it. */
    public record Named(ImageRef reference, Platform platform) {}

    /** Every external reference that the target reaches when it is built for this platform. */
    public List<Named> references(Platform platform) throws DockerfileInvalid {
        return resolved(platform).reachable().stream()
                .map(reference -> new Named(reference.image(), reference.platform()))
                .distinct()
                .toList();
    }

    /** The image that the target's final stage is built on, through all stages between; none for scratch. */
    public List<Named> root(Platform platform) throws DockerfileInvalid {
        return resolved(platform).base().stream()
                .map(base -> new Named(base.image(), base.platform()))
                .toList();
    }

    private ResolvedDockerfile resolved(Platform platform) throws DockerfileInvalid {
        var build = image.build();
        return dockerfile.resolve(new Arguments(build.args(), platform, machine, build.target()));
    }

    public Inputs on(Platform platform, List<Pin> pins) throws DockerfileInvalid {
        var build = image.build();
        return new Inputs(
                platform,
                context().digest(),
                snapshot.dockerfile().digest(),
                snapshot.dockerignore().map(Bytes::digest),
                new Recipe(build.target(), build.args(), build.labels(), build.secrets(), build.format()),
                pins,
                backend);
    }

    /** The files of the context that the builder may see. */
    public Context context() throws DockerfileInvalid {
        var files = snapshot.files();
        if (snapshot.dockerignore().isEmpty()) {
            return new Context(files);
        }
        var ignore = Dockerignore.parse(snapshot.dockerignore().get().utf8());
        var keeping = ignore.keeping();
        return new Context(
                files.stream().filter(file -> keeping.test(file.path())).toList());
    }
}
