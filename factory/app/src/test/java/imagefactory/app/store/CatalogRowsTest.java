package imagefactory.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.app.store.CatalogRows.Taken;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.CatalogFile;
import imagefactory.core.catalog.CatalogInvalid;
import imagefactory.core.image.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Catalogs one after the other, and what each changes, on a real PostgreSQL. */
class CatalogRowsTest extends OwnPostgres {
    private static final String ORIGIN = "git https://git.test/acme/images.git#main:images.yaml";

    private final CatalogRows rows = new CatalogRows(DATABASE, JSON);

    @Test
    void theFirstCatalogOfAllChangesNothing() {
        take("1", "portal", "worker");

        assertThat(events()).isEmpty();
        assertThat(rows.last(ORIGIN)).contains(taken("1", "portal", "worker"));
        assertThat(rows.last("elsewhere")).isEmpty();
    }

    @Test
    void whatIsNewOrEnrolledOtherwiseIsAnEvent() {
        take("1", "portal", "worker", "legacy");
        take("2", "portal", "worker: {target: runtime}", "runtime", "legacy");

        assertThat(events()).containsExactly("2-0 2 [runtime, worker]");
    }

    @Test
    void replicasThatTakeTheSameDoItOnce() throws Exception {
        take("1");

        atOnce(8, _ -> {
            take("2", "portal");
            return true;
        });

        assertThat(events()).hasSize(1);
        assertThat(count("select count(*) from decision where subject = '/catalog' and kind = 'taken'"))
                .isEqualTo(2);
    }

    @Test
    void aCatalogThatIsTakenBackAndTakenAgainChangesSomethingEachTime() {
        take("1", "portal");
        take("2", "portal", "worker");
        take("1", "portal");
        take("2", "portal", "worker");

        assertThat(events()).containsExactly("2-0 2 [worker]", "4-0 2 [worker]");
    }

    @Test
    void anotherCommitWithTheSameContentIsNoNews() {
        take("1", "portal");
        rows.take(new Taken(ORIGIN, "2", Bytes.utf8(yaml("portal"))), catalog(yaml("portal")));

        assertThat(rows.revision()).contains("2");
        assertThat(events()).isEmpty();
        assertThat(count("select count(*) from decision")).isEqualTo(1);
    }

    @Test
    void aThousandImagesAreOneEventAndTenThousandAreTen() {
        take("1");
        take("2", IntStream.range(0, 2_500).mapToObj(image -> "image" + image).toArray(String[]::new));

        assertThat(events()).hasSize(3);
    }

    @Test
    void whatWasReadBeforeAnotherWasTakenIsNotTaken() {
        take("1", "portal");
        var older = taken("2", "portal", "worker");
        take("3", "portal");

        assertThat(rows.replace(Optional.of("1"), older, catalog(yaml("portal", "worker"))))
                .isFalse();
        assertThat(rows.revision()).contains("3");
        assertThat(rows.replace(Optional.of("3"), older, catalog(yaml("portal", "worker"))))
                .isTrue();
    }

    @Test
    void openRunsOfWhatIsGoneAreDueAtOnceWhateverTheyRestOrWaitFor() throws Exception {
        take("1", "portal", "worker", "other");
        var rests = open("portal", cause("base"), Duration.ofDays(7)).run();
        var waits = open("worker", cause("parent")).run();
        open("other", cause("base"), Duration.ofDays(7));
        DATABASE.useHandle(handle -> {
            handle.execute("update run set waits = 1 where id = ?", waits);
            handle.execute("insert into run_waits (run, parent_run) values (?, ?)", waits, rests);
        });
        var store = store(Duration.ofMinutes(1));
        assertThat(store.claim()).isEmpty();

        take("2", "other");

        var due = List.of(store.claim().orElseThrow(), store.claim().orElseThrow());
        assertThat(due).extracting(leased -> leased.run().id()).containsExactlyInAnyOrder(rests, waits);
        assertThat(store.claim()).isEmpty();
        assertThat(count("select count(*) from decision where kind = 'skipped' and cause like 'it is no longer%'"))
                .isEqualTo(2);
    }

    private void take(String revision, String... images) {
        rows.take(taken(revision, images), catalog(yaml(images)));
    }

    private static Taken taken(String revision, String... images) {
        return new Taken(ORIGIN, revision, Bytes.utf8(yaml(images)));
    }

    private static List<String> events() {
        return DATABASE.withHandle(handle -> handle.createQuery("""
                        select id, subject, body::jsonb -> 'data' ->> 'images' as images from event
                        where source = '/image-factory/catalog' and type = 'io.imagefactory.catalog-changed' order by id
                        """)
                .map((row, _) -> row.getString("id") + " " + row.getString("subject") + " "
                        + row.getString("images").replace("\"", ""))
                .list());
    }

    /** Each as {@code name} or as {@code name: {more keys}}. */
    private static String yaml(String... images) {
        return Arrays.stream(images)
                .map(image -> """
                        - name: %1$s
                          repository: demo/%1$s
                          source: {url: https://git.test/demo.git, branch: main, dockerfile: %1$s/Dockerfile}
                        %2$s""".formatted(
                                image.replaceAll(":.*", ""),
                                image.contains("{") ? "  " + image.replaceAll(".*\\{|}", "") + "\n" : ""))
                .collect(Collectors.joining());
    }

    private static Catalog catalog(String yaml) {
        try {
            return CatalogFile.read("images.yaml", Bytes.utf8(yaml).array(), Path.of("/"))
                    .catalog();
        } catch (CatalogInvalid invalid) {
            throw new IllegalArgumentException(invalid);
        }
    }
}
