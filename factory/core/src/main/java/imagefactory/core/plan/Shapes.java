package imagefactory.core.plan;

import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.catalog.Managed;
import imagefactory.core.dockerfile.DockerfileInvalid;
import imagefactory.core.graph.Node;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.source.Snapshot;
import imagefactory.core.source.Sources;
import java.util.HashSet;
import java.util.stream.Collectors;

/** What others see of images, read from their sources alone: no registry is asked. Safe for use by many threads. */
public final class Shapes {
    private final Sources sources;
    private final Platform machine;
    private final Backend backend;

    public Shapes(World world) {
        this(world.sources(), world.machine(), world.backend());
    }

    /** @see World */
    public Shapes(Sources sources, Platform machine, Backend backend) {
        this.sources = sources;
        this.machine = machine;
        this.backend = backend;
    }

    /** @return {@code Pending} while the source is being fetched; {@code Failed} for what somebody has to mend */
    public Outcome<Node> of(Managed image) throws Unavailable {
        return switch (sources.look(image.source(), image.tagging().versionFile())) {
            case Pending(var after) -> new Pending<>(after);
            case Failed(var problem) -> new Failed<>(problem);
            case Done(var snapshot) -> of(image, snapshot);
        };
    }

    private Outcome<Node> of(Managed image, Snapshot snapshot) {
        try {
            return new Done<>(of(image, snapshot, new Ingredients(image, snapshot, machine, backend)));
        } catch (DockerfileInvalid invalid) {
            return new Failed<>(invalid.problem());
        } catch (Refused refused) {
            return new Failed<>(refused.problem());
        }
    }

    static Node of(Managed image, Snapshot snapshot, Ingredients ingredients) throws DockerfileInvalid, Refused {
        var references = new HashSet<ImageRef>();
        for (var platform : image.build().platforms()) {
            ingredients.references(platform).forEach(named -> references.add(named.reference()));
        }
        var tags = Releases.tags(image, snapshot).stream()
                .map(tag -> ImageRef.of(image.repository(), tag))
                .collect(Collectors.toSet());
        return new Node(image.name(), tags, references);
    }
}
