package imagefactory.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import imagefactory.app.outside.TestImages;
import imagefactory.app.planning.Catalogs;
import imagefactory.app.planning.Planning;
import imagefactory.core.build.Pin;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.image.ImageRef;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A fleet that changes at random while everything around it fails at random. {@code -Dsoak.seed=} and {@code -Dsoak.rounds=}
 * repeat a round, or soak for longer.
 */
@Tag("long")
@QuarkusTest
class SoakTest extends OnRealServers {
    private static final Logger LOG = Logger.getLogger(SoakTest.class);
    private static final long SEED = Long.getLong("soak.seed", 20_261_121);
    private static final int ROUNDS = Integer.getInteger("soak.rounds", 2);
    private static final String GROVE = "soak-";
    private static final int IMAGES = 8;
    private static final int CHANGES = 20;

    private final Set<String> told = new HashSet<>();

    @Inject
    Catalogs catalogs;

    @Inject
    Planning planning;

    @AfterEach
    void leave() throws Exception {
        write(TestCatalog.YAML);
        await().until(() -> enrolled().isEmpty());
    }

    @Test
    void whateverFailsEachImageEndsWithTheNewestOfAllThatItIsBuiltOn() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            LOG.infof("soak.seed=%d", SEED + round);
            soak(SEED + round);
        }
    }

    private void soak(long seed) throws Exception {
        var random = new Random(seed);
        var outside = new Grove.Outside(sources, executor, new TestImages(registry));
        var grove = new Grove(GROVE + System.nanoTime(), IMAGES, random, outside);
        enrol(grove);
        var late = new ArrayList<>(grove.plant());
        try (var storm = new Storm(new Random(seed), outages, database, planning)) {
            storm.begin();
            for (int change = 0; change < CHANGES; change++) {
                tell(random, late);
                late.addAll(grove.change());
                enrol(grove);
                goOn(random);
            }
            late.addAll(grove.straighten());
            send(late);
        }
        quiet(seed);
        for (var image : grove.enrolled()) {
            isNewest(seed, grove, image);
        }
        nothingWentWrong(seed, grove);
    }

    /** Some of what there is to tell, some of it twice, in any order. */
    private void tell(Random random, List<String> late) {
        Collections.shuffle(late, random);
        var now = late.subList(0, random.nextInt(late.size() + 1));
        send(now);
        if (random.nextInt(3) == 0) {
            send(now);
        }
        now.clear();
    }

    private void send(List<String> events) {
        RealServers.running().send(events);
        events.forEach(event -> told.add(Events.id(event)));
    }

    /** Until some run has moved on, or there is none. */
    private void goOn(Random random) {
        if (random.nextBoolean()) {
            var before = count("select count(*) from run where closed is not null");
            var some = random.nextInt(6);
            await().until(() ->
                    isQuiet() || count("select count(*) from run where closed is not null") >= before + some);
        }
    }

    private boolean isQuiet() {
        return count("select count(*) from event where planned is not null and id = any (?)", (Object)
                                told.toArray(String[]::new))
                        == told.size()
                && count("select count(*) from event where planned is null") == 0
                && count("select count(*) from run where closed is null and not_before < now() + interval '1 hour'")
                        == 0;
    }

    private void quiet(long seed) {
        await("everything of seed " + seed).until(this::isQuiet);
    }

    private void enrol(Grove grove) throws Exception {
        write(TestCatalog.YAML + grove.yaml());
        var names = grove.enrolled().stream().map(Enrolled::name).collect(Collectors.toSet());
        await().until(() -> enrolled().equals(names));
    }

    private Set<String> enrolled() {
        return catalogs.current().images().stream()
                .map(EnrolledImage::name)
                .filter(name -> name.startsWith(GROVE))
                .collect(Collectors.toSet());
    }

    private static void write(String yaml) throws IOException {
        var file = RealServers.running().catalog();
        if (!Files.readString(file).equals(yaml)) {
            Files.writeString(file, yaml);
        }
    }

    private void isNewest(long seed, Grove grove, Enrolled image) throws Exception {
        var latest = registry.manifest(Grove.tag(image));
        if (grove.fails(image)) {
            return;
        }
        if (grove.references(image).stream().anyMatch(this::isMissing)) {
            return; // its last good one stays, as what it names now was never published: nobody could build it
        }
        assertThat(latest)
                .as("seed %d: %s was never published%s", seed, image, story(image))
                .isPresent();
        for (var platform : latest.get().content().manifests()) {
            var made = executor.made(platform.digest());
            var about = "seed %d: %s%s".formatted(seed, image, story(image));
            assertThat(made.commit())
                    .as(about)
                    .isEqualTo(sources.newest(image.dockerfile()).commit());
            assertThat(made.inputs().pins().stream().map(Pin::reference))
                    .as(about)
                    .hasSameElementsAs(grove.references(image));
            for (var pin : made.inputs().pins()) {
                assertThat(pin.manifest()).as(about + " on " + pin).isEqualTo(child(pin));
            }
        }
    }

    /** What was decided about it and why. */
    private String story(Enrolled image) {
        return database.withHandle(handle -> handle
                .select(
                        "select at::time || ' ' || kind || ' ' || cause || ' ' || data from decision where subject = ? order by seq",
                        image.name())
                .mapTo(String.class)
                .stream()
                .collect(Collectors.joining("\n  ", "\n  ", "\n")));
    }

    private boolean isMissing(ImageRef reference) {
        try {
            return registry.head(reference).isEmpty();
        } catch (imagefactory.core.outcome.Unavailable | imagefactory.core.outcome.Refused e) {
            throw new IllegalStateException(e);
        }
    }

    private void nothingWentWrong(long seed, Grove grove) {
        for (var image : grove.all()) {
            var built = inputsPublished(image);
            for (int next = 1; next < built.size(); next++) {
                assertThat(built.get(next))
                        .as("seed %d: %s was built twice%s", seed, image, story(image))
                        .isNotEqualTo(built.get(next - 1));
            }
            assertThat(built.size())
                    .as("seed %d: publications of %s%s", seed, image, story(image))
                    .isLessThanOrEqualTo(grove.mostBuilds(image));
        }
        var names = grove.all().stream().map(Enrolled::name).toArray(String[]::new);
        assertThat(count("""
                select count(*) from run_waits
                    join run as child on child.id = run_waits.run
                    join run as parent on parent.id = run_waits.parent_run
                where child.begun < parent.closed and child.image = any (?)
                """, (Object) names))
                .as("seed %d: begun before what they wait for was over", seed)
                .isZero();
    }

    /** What each of its publications was made from, in the order of their sequence. */
    private List<String> inputsPublished(Enrolled image) {
        return database.withHandle(handle -> handle.createQuery("""
                        select state -> 0 -> 'inputs' as inputs from run
                        where image = :image and state @> '[{"stage": "published"}]' order by seq
                        """)
                .bind("image", image.name())
                .mapTo(String.class)
                .list());
    }
}
