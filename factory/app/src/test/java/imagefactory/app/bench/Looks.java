package imagefactory.app.bench;

import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.CatalogFile;
import imagefactory.core.catalog.CatalogInvalid;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Observer;
import imagefactory.core.plan.World;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.registry.Registry;
import imagefactory.core.source.Snapshot;
import imagefactory.core.source.Source;
import imagefactory.core.source.Sources;
import imagefactory.core.source.TreeEntry;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A schedule's look at 10,000 published images on 50 bases, from 200 branches: what git servers and registries are asked. */
final class Looks {
    private static final int IMAGES = 10_000;
    private static final int BASES = 50;
    private static final int BRANCHES = 200;
    private static final Descriptor PUBLISHED =
            new Descriptor(MediaTypes.OCI_INDEX, Bytes.utf8("published").digest(), 9);
    private static final Manifest BASE = Manifest.index(
            List.of(new Descriptor(MediaTypes.OCI_MANIFEST, Bytes.utf8("base").digest(), 4)
                    .in(Platform.LINUX_AMD64, Map.of())),
            Map.of());

    private final AtomicInteger asked = new AtomicInteger();
    private final List<Double> requests = new ArrayList<>();
    private final List<Double> seconds = new ArrayList<>();

    void measure(int rounds) {
        var catalog = catalog();
        for (int round = 0; round < rounds; round++) {
            asked.set(0);
            var since = System.nanoTime();
            look(catalog);
            seconds.add(Numbers.secondsSince(since));
            requests.add((double) asked.get());
        }
    }

    List<Figure> figures() {
        return List.of(
                Figure.of(
                                "requests, look at 10,000 images",
                                "",
                                "50 bases, 200 branches, one tag that moves for each image; nothing is listed",
                                requests)
                        .atMost(IMAGES + BASES + BRANCHES),
                Figure.of("look at 10,000 images", "s", "the same, where every server answers at once", seconds));
    }

    private void look(Catalog catalog) {
        var backend = new Backend("buildah", 1);
        var world = new World(new Played(), registry(), (_, _) -> Optional.empty(), Platform.LINUX_AMD64, backend);
        try {
            var facts = new Observer(world).facts(catalog.managed());
            if (facts.size() != IMAGES) {
                throw new IllegalStateException("looked at " + facts.size() + " images");
            }
        } catch (Unavailable interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private Registry registry() {
        return (Registry) Proxy.newProxyInstance(
                Registry.class.getClassLoader(), new Class<?>[] {Registry.class}, (_, method, _) -> {
                    asked.incrementAndGet();
                    return switch (method.getName()) {
                        case "head" -> Optional.of(PUBLISHED);
                        case "manifest" -> Optional.of(BASE);
                        default -> throw new IllegalStateException("a look asks for no " + method.getName());
                    };
                });
    }

    private static Catalog catalog() {
        var yaml = IntStream.range(0, IMAGES)
                .mapToObj(image -> """
                        - name: image%1$d
                          repository: acme/image%1$d
                          source: {url: https://git.test/%2$d.git, branch: main, dockerfile: image%1$d/Dockerfile}
                          platforms: [linux/amd64]
                          tags: ["{date}-{time}", latest]
                        """.formatted(image, image % BRANCHES))
                .collect(Collectors.joining());
        try {
            return CatalogFile.read("images.yaml", yaml.getBytes(StandardCharsets.UTF_8), Path.of("/"))
                    .catalog();
        } catch (CatalogInvalid invalid) {
            throw new IllegalStateException(invalid);
        }
    }

    /** Git, whose servers count. */
    private final class Played implements Sources {
        @Override
        public String newest(URI repository, String branch) {
            asked.incrementAndGet();
            return "c".repeat(40);
        }

        @Override
        public Outcome<Snapshot> read(Source source, String commit, Optional<String> versionFile) {
            int image = Integer.parseInt(source.dockerfile().replaceAll("[^0-9]", ""));
            var file = new TreeEntry("file", "100644", commit);
            return new Done<>(new Snapshot(
                    commit,
                    List.of(file),
                    Bytes.utf8("FROM base/image" + image % BASES + ":12\nCOPY file /\n"),
                    Optional.empty(),
                    Optional.empty()));
        }

        @Override
        public Outcome<Bytes> file(URI repository, String commit, String path) {
            throw new IllegalStateException("a look reads no single files");
        }
    }
}
