package imagefactory.core.plan;

import static imagefactory.core.image.Platform.LINUX_AMD64;
import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.Managed;
import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.plan.Fact.Known;
import imagefactory.core.plan.Fact.Unknown;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One look at a fleet: 10,000 images on 50 bases, from 200 branches; what it asks is in proportion to what is different. */
class FleetLookTest {
    private static final int IMAGES = 10_000;
    private static final int BASES = 50;
    private static final int BRANCHES = 200;

    private static final Catalog MOVING = catalog("latest");
    private static final Catalog ONCE = catalog("{date}-{time}");

    private final FakeRegistry registry = new FakeRegistry();
    private final FakeSources sources = new FakeSources(source -> {
        int image = Integer.parseInt(source.dockerfile().replaceAll("[^0-9]", ""));
        return new Done<>(Scene.snapshot("FROM base/image" + image % BASES + ":12\nCOPY . /\n"));
    });

    @BeforeEach
    void bases() {
        IntStream.range(0, BASES).forEach(base -> registry.index("base/image" + base + ":12", "base", LINUX_AMD64));
    }

    @Test
    void askedOfGitIsEachBranchOnceAndOfRegistriesEachBaseOnceAndEachMovingTag() throws Exception {
        var facts = observer(_ -> Optional.empty()).facts(MOVING.managed());

        assertThat(facts)
                .hasSize(IMAGES)
                .allSatisfy((_, fact) -> assertThat(fact).isInstanceOf(Known.class));
        assertThat(sources.asked()).hasSize(BRANCHES).doesNotHaveDuplicates();
        assertThat(questions()).isEqualTo(Map.of("manifest", (long) BASES, "head", (long) IMAGES));
    }

    @Test
    void whereNoTagMovesTheDigestThatIsRememberedIsAskedForAndNothingIsListed() throws Exception {
        var published = new HashMap<String, Digest>();
        ONCE.managed().forEach(image -> published.put(image.name(), publish(image)));

        var facts = observer(image -> Optional.ofNullable(published.get(image))).facts(ONCE.managed());

        assertThat(facts)
                .allSatisfy((image, fact) -> assertThat(((Known) fact)
                                .observation()
                                .published()
                                .orElseThrow()
                                .index()
                                .digest())
                        .isEqualTo(published.get(image)));
        assertThat(questions()).isEqualTo(Map.of("manifest", (long) BASES, "head", (long) IMAGES));
    }

    @Test
    void aRegistryThatIsAwayIsAskedForEachBaseOnce() throws Exception {
        registry.isAway();

        var facts = observer(_ -> Optional.empty()).facts(MOVING.managed());

        assertThat(facts)
                .hasSize(IMAGES)
                .allSatisfy((_, fact) -> assertThat(fact).isEqualTo(new Unknown("the registry is away")));
        assertThat(questions()).isEqualTo(Map.of("manifest", (long) BASES));
    }

    @Test
    void aCommitThatIsBeingFetchedIsWaitedForByOneImageAndAskedForByNoOther() throws Exception {
        var reads = new AtomicInteger();
        var fetched = new FakeSources(_ -> reads.incrementAndGet() < 3
                ? new Pending<>(Duration.ofMillis(1))
                : new Done<>(Scene.snapshot("FROM scratch\n")));
        var never = new FakeSources(_ -> new Pending<>(Duration.ofMillis(reads.incrementAndGet())));
        var images = MOVING.managed().stream()
                .filter(image -> image.source().repository().toString().endsWith("/mono7.git"))
                .toList();

        assertThat(look(fetched, Duration.ofMinutes(1)).facts(images))
                .hasSize(IMAGES / BRANCHES)
                .allSatisfy((_, fact) -> assertThat(fact).isInstanceOf(Known.class));
        assertThat(reads).hasValue(2 + images.size());
        reads.set(0);
        assertThat(look(never, Duration.ZERO).facts(images))
                .allSatisfy((_, fact) -> assertThat(fact).isEqualTo(new Unknown("its source is being fetched")));
        assertThat(reads).hasValue(1);
    }

    private Observer look(FakeSources git, Duration patience) {
        var world = new World(git, registry, (_, _) -> Optional.empty(), LINUX_AMD64, Scene.BUILDAH);
        return new Observer(world.once(_ -> patience));
    }

    private Digest publish(Managed image) {
        return registry.index(image.repository() + ":20270301-093005", image.name(), LINUX_AMD64)
                .digest();
    }

    private Observer observer(LastPublished published) {
        return new Observer(
                new World(sources, registry, (_, _) -> Optional.empty(), published, LINUX_AMD64, Scene.BUILDAH));
    }

    private Map<String, Long> questions() {
        return registry.asked().stream()
                .collect(Collectors.groupingBy(asked -> asked.replaceAll(" .*", ""), Collectors.counting()));
    }

    private static Catalog catalog(String tag) {
        return Scene.catalog(IntStream.range(0, IMAGES)
                .mapToObj(image -> """
                        - name: image%1$d
                          registry: ghcr.io
                          repository: acme/image%1$d
                          source: {url: https://git.test/acme/mono%2$d.git, branch: main, dockerfile: image%1$d/Dockerfile}
                          platforms: [linux/amd64]
                          tags: ["%3$s"]
                        """.formatted(image, image % BRANCHES, tag))
                .collect(Collectors.joining()));
    }
}
