package imagefactory.app.bench;

import imagefactory.core.build.Format;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.build.Inputs.Recipe;
import imagefactory.core.build.Pin;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.CatalogFile;
import imagefactory.core.catalog.CatalogInvalid;
import imagefactory.core.catalog.Managed;
import imagefactory.core.event.EventId;
import imagefactory.core.event.FactoryEvent.BaseUpdated;
import imagefactory.core.graph.Graph;
import imagefactory.core.graph.Node;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.plan.Fact;
import imagefactory.core.plan.Observation;
import imagefactory.core.plan.Occurrence;
import imagefactory.core.plan.Plan;
import imagefactory.core.plan.Planner;
import imagefactory.core.plan.Planner.Facts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A catalog of images on each other, at random but always the same; the first ones are built on one base. */
public final class Forest {
    private static final ImageRef BASE = ImageRef.parse("debian:12");
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    private static final int ROOTS = 10;
    private static final int PARENTS = 5;

    private final Catalog catalog;
    private final List<Node> nodes;
    private final Map<String, Fact> facts = new TreeMap<>();

    public Forest(int size) {
        catalog = catalog(IntStream.range(0, size)
                .mapToObj(i ->
                        "- {name: i%1$d, registry: ghcr.io, repository: acme/i%1$d, tags: [latest], source: {repo: acme/mono}, stages: [{name: dev}, {name: prod, soak: 24h}]}\n"
                                .formatted(i))
                .collect(Collectors.joining()));
        nodes = new ArrayList<>(size);
        var random = new Random(size);
        for (int i = 0; i < size; i++) {
            nodes.add(new Node("i" + i, Set.of(tag(i)), i < ROOTS ? Set.of(BASE) : parents(random, i)));
        }
        for (int i = 0; i < ROOTS; i++) {
            facts.put("i" + i, new Fact.Known(neverBuilt((Managed)
                    catalog.named("i" + i).orElseThrow())));
        }
    }

    public Catalog catalog() {
        return catalog;
    }

    public List<Node> nodes() {
        return nodes;
    }

    public int edges() {
        return nodes.stream().mapToInt(node -> node.references().size()).sum();
    }

    /** What an update of the base comes to, from what is known of each image on. */
    public Plan plan(String event) {
        var updated = new BaseUpdated(new EventId("/bench", event), NOW, BASE, Optional.empty());
        var known = new Facts(facts, Map.of(), Map.of(), Map.of(), new Graph(nodes));
        return Planner.plan(catalog, List.of(new Occurrence(updated, NOW)), known, NOW);
    }

    private static Set<ImageRef> parents(Random random, int below) {
        var parents = new HashSet<ImageRef>();
        while (parents.size() < PARENTS) {
            parents.add(tag(random.nextInt(below)));
        }
        return parents;
    }

    private static ImageRef tag(int image) {
        return ImageRef.parse("ghcr.io/acme/i" + image + ":latest");
    }

    private static Observation neverBuilt(Managed image) {
        var some = Digest.of(new byte[0]);
        var recipe = new Recipe(Optional.empty(), new TreeMap<>(), new TreeMap<>(), List.of(), Format.AUTO);
        var pin = new Pin(BASE, Platform.LINUX_AMD64, some);
        var inputs = new Inputs(
                Platform.LINUX_AMD64, some, some, Optional.empty(), recipe, List.of(pin), new Backend("buildah", 1));
        return new Observation(
                image,
                "commit",
                Optional.empty(),
                new TreeMap<>(Map.of(Platform.LINUX_AMD64, inputs)),
                new TreeMap<>(),
                Optional.empty());
    }

    private static Catalog catalog(String yaml) {
        try {
            return CatalogFile.read("images.yaml", yaml.getBytes(StandardCharsets.UTF_8), Path.of("/"))
                    .catalog();
        } catch (CatalogInvalid e) {
            throw new IllegalStateException(e);
        }
    }
}
