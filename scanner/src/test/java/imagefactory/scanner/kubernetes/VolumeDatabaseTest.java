package imagefactory.scanner.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.outcome.Unavailable;
import imagefactory.scanner.TestClock;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge.Volume;
import imagefactory.scanner.kubernetes.ClusterSettings.Registries;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real API server; what stands behind it is played. */
class VolumeDatabaseTest {
    private static final AtomicInteger NAMESPACES = new AtomicInteger();
    private static final Duration LATER = Duration.ofMinutes(11);

    private final TestClock clock = new TestClock();
    private final Instant made = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3600);
    private Player player;
    private String namespace;

    @BeforeEach
    void namespace() {
        namespace = "database-" + NAMESPACES.incrementAndGet();
        TestCluster.namespace(namespace);
        player = new Player(TestCluster.client(), namespace);
        player.writes(DatabaseJobManifest.TELL, KubernetesScannerTest.version(made));
    }

    @Test
    void firstOneIsBroughtOnceByWhoeverAsks() throws Exception {
        assertThat(database().current()).isEmpty();
        assertThat(database().current()).isEmpty();
        assertThat(jobs()).hasSize(1);

        player.succeed(jobs().getFirst(), clock.instant());

        assertThat(database().current()).contains(new Known(made, Optional.of("a/db")));
        assertThat(jobs()).hasSize(1);
    }

    @Test
    void newerOneIsWrittenBesideTheOneThatScansRead() throws Exception {
        var database = database();
        database.current();
        player.succeed(jobs().getFirst(), clock.instant());

        clock.pass(Duration.ofHours(6).plusMinutes(21));
        assertThat(database.current()).contains(new Known(made, Optional.of("a/db")));
        assertThat(jobs()).hasSize(2);
        var second =
                jobs().stream().filter(job -> !Ends.isOver(job)).findFirst().orElseThrow();
        assertThat(second.getMetadata().getLabels()).containsEntry(DatabaseJobManifest.FOLDER, "b");
        player.succeed(second, clock.instant());
        clock.pass(Duration.ofSeconds(31));
        assertThat(database.current()).contains(new Known(made, Optional.of("b/db")));

        clock.pass(Duration.ofHours(6).plusMinutes(21));
        database.current();
        assertThat(jobs())
                .hasSize(2)
                .extracting(job -> job.getMetadata().getName())
                .contains(second.getMetadata().getName());
    }

    @Test
    void whyItCannotBeBroughtIsToldAndItIsTriedAgainLater() throws Exception {
        var database = database();
        database.current();
        var job = jobs().getFirst();
        player.status(player.begin(job), """
                {phase: Failed, initContainerStatuses: [{name: bring, image: t, imageID: t, ready: false, restartCount: 0,
                 state: {terminated: {exitCode: 1, reason: Error, message: "FATAL Fatal error init error: DB error: dial tcp: refused"}}}]}""");
        player.fail(job, clock.instant());

        assertThatThrownBy(database::current)
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith("there is no vulnerability database on the claim trivy-database: the Job "
                        + job.getMetadata().getName()
                        + " could not bring it (EXIT): init error: DB error: dial tcp: refused; ")
                .hasMessageEndingWith(
                        "see whether pods of the component database reach registry.test:5000/mirror/trivy-db:2");
        assertThat(jobs()).hasSize(1);

        clock.pass(LATER);
        assertThat(database.current()).isEmpty();
        assertThat(jobs())
                .hasSize(1)
                .extracting(each -> each.getMetadata().getName())
                .doesNotContain(job.getMetadata().getName());
    }

    @Test
    void lastOneServesWhileItsRepositoryIsAwayUntilItIsTooOld() throws Exception {
        var database = database();
        database.current();
        player.succeed(jobs().getFirst(), clock.instant());
        clock.pass(Duration.ofHours(7));
        database.current();
        player.fail(jobs().stream().filter(job -> !Ends.isOver(job)).findFirst().orElseThrow(), clock.instant());
        clock.pass(Duration.ofSeconds(31));

        assertThat(database.current()).contains(new Known(made, Optional.of("a/db")));

        clock.pass(Duration.ofDays(2));
        assertThatThrownBy(database::current)
                .isInstanceOf(Unavailable.class)
                .hasMessage("the vulnerability database is 56 h old, made " + made
                        + ", and at most 48 h are allowed; a new one is being brought");
    }

    @Test
    void oneThatPodsKnowNothingOfAnyMoreIsBroughtAnew() throws Exception {
        var database = database();
        database.current();
        player.succeed(jobs().getFirst(), clock.instant());
        TestCluster.client().pods().inNamespace(namespace).delete();
        clock.pass(LATER);

        assertThat(database.current()).isEmpty();
        assertThat(jobs()).hasSize(2);
    }

    @Test
    void othersHaveToBringWhatHasNoRepository() throws Exception {
        player.writes(DatabaseJobManifest.TELL, "{\"Version\":\"0.74.0\"}");
        var database = database(new Volume("trivy-database", Optional.empty(), Settings.MAX_AGE));
        database.current();
        player.succeed(jobs().getFirst(), clock.instant());

        assertThatThrownBy(database::current)
                .isInstanceOf(Unavailable.class)
                .hasMessage("there is no vulnerability database on the claim trivy-database:"
                        + " there is none in its folder db; put trivy.db and metadata.json there");

        clock.pass(LATER);
        database.current();
        player.writes(DatabaseJobManifest.TELL, KubernetesScannerTest.version(made));
        player.succeed(
                jobs().stream().filter(job -> !Ends.isOver(job)).findFirst().orElseThrow(), clock.instant());
        assertThat(database.current()).contains(new Known(made, Optional.of("db")));
    }

    private List<Job> jobs() {
        return player.jobs(DatabaseJobManifest.COMPONENT);
    }

    private VolumeDatabase database() throws IOException {
        return database(Settings.VOLUME);
    }

    private VolumeDatabase database(Volume volume) throws IOException {
        var settings = new ClusterSettings(
                namespace,
                "registry.test:5000/image-factory/trivy:0.74.0",
                Duration.ofMinutes(10),
                "2Gi",
                new Registries(Set.of(), List.of(), Optional.empty()),
                volume);
        var cluster = new Cluster(TestCluster.client(), namespace);
        return new VolumeDatabase(settings, volume, Parts.configMap(namespace, "none"), cluster, player, clock);
    }
}
