package imagefactory.core.plan;

import imagefactory.core.build.Inputs;
import imagefactory.core.build.Pin;
import imagefactory.core.catalog.Managed;
import imagefactory.core.dockerfile.DockerfileInvalid;
import imagefactory.core.graph.Node;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.source.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks at the world for one image after the other: git for its source, the registry for its bases and for what is published.
 *
 * <p>Made for one look: each base is asked for once however many images name it, so what was seen gets old. Not for use by
 * several threads.
 */
public final class Observer {
    private final World world;
    private final Bases bases;
    private final Map<String, Node> shapes = new TreeMap<>();

    public Observer(World world) {
        this.world = world;
        this.bases = new Bases(world.registry());
    }

    /** @return {@code Pending} while the source is being fetched; {@code Failed} for what somebody has to mend */
    public Outcome<Observation> observe(Managed image) throws Unavailable {
        return switch (world.sources().look(image.source(), image.tagging().versionFile())) {
            case Pending(var after) -> new Pending<>(after);
            case Failed(var problem) -> new Failed<>(problem);
            case Done(var snapshot) -> observe(image, snapshot);
        };
    }

    /** What others see of the images that were looked at, as far as their sources were understood. */
    public Map<String, Node> shapes() {
        return Map.copyOf(shapes);
    }

    private Outcome<Observation> observe(Managed image, Snapshot snapshot) throws Unavailable {
        try {
            var ingredients = new Ingredients(image, snapshot, world.machine(), world.backend());
            shapes.put(image.name(), Shapes.of(image, snapshot, ingredients));
            var inputs = new TreeMap<Platform, Inputs>();
            var roots = new TreeMap<Platform, Pin>();
            for (var platform : image.build().platforms()) {
                inputs.put(platform, ingredients.on(platform, pins(ingredients.references(platform))));
                pins(ingredients.root(platform)).forEach(root -> roots.put(platform, root));
            }
            var published = new Releases(world).of(image, snapshot);
            return new Done<>(new Observation(image, snapshot.commit(), snapshot.version(), inputs, roots, published));
        } catch (DockerfileInvalid invalid) {
            return new Failed<>(invalid.problem());
        } catch (Refused refused) {
            return new Failed<>(refused.problem());
        }
    }

    private List<Pin> pins(List<Ingredients.Named> references) throws Unavailable, Refused {
        var pins = new ArrayList<Pin>();
        for (var named : references) {
            pins.add(bases.pin(named.reference(), named.platform()));
        }
        return pins;
    }
}
