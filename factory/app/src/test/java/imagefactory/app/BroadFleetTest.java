package imagefactory.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import imagefactory.app.planning.Catalogs;
import imagefactory.core.image.ImageRef;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A catalog of two thousand images that are all built, by way of each other, on one base. */
@Tag("long")
@QuarkusTest
class BroadFleetTest extends OnRealServers {
    private static final Logger LOG = Logger.getLogger(BroadFleetTest.class);
    private static final String FLEET = "broad-";
    private static final int IMAGES = 2_000;
    private static final Enrolled ROOT = new Enrolled(FLEET + 0);

    /** Many times what it takes on an idle machine: it is no figure. */
    private static final Duration PATIENCE = Duration.ofMinutes(9);

    @Inject
    Catalogs catalogs;

    @AfterEach
    void leave() throws Exception {
        Files.writeString(RealServers.running().catalog(), TestCatalog.YAML);
        await().until(() -> catalogs.current().named(ROOT.name()).isEmpty());
    }

    @Test
    void aChangeOfItsRootBuildsEachImageOnceAndAfterAllThatItIsBuiltOn() throws Exception {
        plant();
        Files.writeString(RealServers.running().catalog(), TestCatalog.YAML + yaml());
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from run where image like 'broad-%'") >= IMAGES && isQuiet());
        assertThat(publications()).isZero();
        var since = System.nanoTime();

        base(ROOT, "now there is one");
        planned(sent(Events.baseUpdated(ROOT)));
        await().atMost(PATIENCE).until(this::isQuiet);

        LOG.infof("%d images built in %s", IMAGES, Duration.ofNanos(System.nanoTime() - since));
        assertThat(publications()).isEqualTo(IMAGES);
        assertThat(count("""
                select count(*) from run_waits
                    join run as child on child.id = run_waits.run
                    join run as parent on parent.id = run_waits.parent_run
                where child.begun < parent.closed and child.image like 'broad-%'
                """)).isZero();
        for (int number = 0; number < IMAGES; number++) {
            isOnWhatIsTrueNow(new Enrolled(FLEET + number));
        }
    }

    private void isOnWhatIsTrueNow(Enrolled image) throws Exception {
        var manifest = registry.manifest(Grove.tag(image)).orElseThrow();
        for (var platform : manifest.content().manifests()) {
            for (var pin : executor.made(platform.digest()).inputs().pins()) {
                assertThat(pin.manifest()).as("%s on %s", image, pin).isEqualTo(child(pin));
            }
        }
    }

    /** Each is built on one or two of those before it, and none can be built as long as the base of the first is missing. */
    private void plant() {
        var random = new Random(IMAGES);
        push(ROOT, "FROM %s\nCOPY file /\n".formatted(ROOT.base()));
        for (int number = 1; number < IMAGES; number++) {
            push(
                    new Enrolled(FLEET + number),
                    "FROM %s\nCOPY --from=%s /file /on/\n".formatted(some(random, number), some(random, number)));
        }
    }

    private static ImageRef some(Random random, int before) {
        return Grove.tag(new Enrolled(FLEET + random.nextInt(before)));
    }

    private static String yaml() {
        return IntStream.range(0, IMAGES)
                .mapToObj(number ->
                        TestCatalog.image(FLEET + number, "").replace("[linux/amd64, linux/arm64]", "[linux/amd64]"))
                .collect(Collectors.joining());
    }

    /** How many there were; less than zero, if one image has several. */
    private long publications() {
        return count("""
                select case when count(*) = count(distinct image) then count(*) else -1 end from run
                where image like 'broad-%' and state @> '[{"stage": "published"}]'
                """);
    }

    private boolean isQuiet() {
        return count("select count(*) from event where planned is null") == 0
                && count("select count(*) from run where closed is null and image like 'broad-%'") == 0;
    }
}
