package imagefactory.core.plan;

import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.image.Platform;
import imagefactory.core.registry.Registry;
import imagefactory.core.source.Sources;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

/**
 * Where facts come from.
 *
 * @param machine the platform that builds run on: what {@code $BUILDPLATFORM} stands for
 * @param backend what builds, as it counts among their inputs
 */
public record World(
        Sources sources,
        Registry registry,
        Origins origins,
        LastPublished published,
        Platform machine,
        Backend backend) {
    private static final Duration LONGEST_FETCH = Duration.ofMinutes(10);

    /** One where nothing is remembered. */
    public World(Sources sources, Registry registry, Origins origins, Platform machine, Backend backend) {
        this(sources, registry, origins, LastPublished.NOTHING, machine, backend);
    }

    /** The same for one look at many images: each branch is asked for once, so what was seen gets old. */
    public World once() {
        return once(_ -> Duration.ZERO);
    }

    /** Likewise, for somebody who has nothing else to do: what has to be fetched is waited for. */
    public World patiently() {
        return once(_ -> LONGEST_FETCH);
    }

    /** @param patience how long a source of a repository is waited for that has to be fetched */
    public World once(Function<URI, Duration> patience) {
        return new World(new AskedOnce(sources, patience), registry, origins, published, machine, backend);
    }
}
