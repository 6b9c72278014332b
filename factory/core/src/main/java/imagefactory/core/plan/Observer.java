package imagefactory.core.plan;

import imagefactory.core.build.Inputs;
import imagefactory.core.build.Pin;
import imagefactory.core.catalog.Managed;
import imagefactory.core.dockerfile.DockerfileInvalid;
import imagefactory.core.graph.Node;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.AtOnce;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Fact.Faulty;
import imagefactory.core.plan.Fact.Known;
import imagefactory.core.plan.Fact.Unknown;
import imagefactory.core.source.Snapshot;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks at the world for images: git for their sources, registries for their bases and for what is published.
 *
 * <p>Made for one look: each branch and each base is asked for once however many images name it, so what was seen gets old.
 * Safe for use by many threads.
 */
public final class Observer {
    private static final System.Logger LOG = System.getLogger(Observer.class.getName());

    private final World world;
    private final Bases bases;
    private final Map<String, Node> shapes = new ConcurrentHashMap<>();

    public Observer(World world) {
        this.world = world.once();
        this.bases = new Bases(world.registry());
    }

    /**
     * Looks at all of these. What cannot be asked now stops none of the others.
     *
     * @return a fact for each image, by name
     * @throws Unavailable if this thread is interrupted
     */
    public SortedMap<String, Fact> facts(Collection<Managed> images) throws Unavailable {
        var facts = new TreeMap<String, Fact>();
        AtOnce.each(images, this::fact).forEach((image, fact) -> facts.put(image.name(), fact));
        return facts;
    }

    private Fact fact(Managed image) {
        try {
            return switch (observe(image)) {
                case Done(var seen) -> new Known(seen);
                case Pending<Observation> _ -> new Unknown("its source is being fetched");
                case Failed(var problem) -> new Faulty(problem);
            };
        } catch (Unavailable away) {
            return new Unknown(String.valueOf(away.getMessage()));
        } catch (RuntimeException fault) { // of this image alone: who looks at it again meets it again
            LOG.log(Level.ERROR, image.name() + " could not be looked at", fault);
            return new Unknown("a fault of the factory: " + fault);
        }
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
