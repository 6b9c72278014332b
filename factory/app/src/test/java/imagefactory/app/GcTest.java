package imagefactory.app;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stays in staging repositories, and what goes. */
@QuarkusTest
class GcTest extends OnRealServers {
    @Test
    void whatTheLastPublicationWasMadeOfStaysAndWhatCameBeforeGoes() throws Exception {
        var image = published(TestCatalog.plain());
        var first = staged(image);
        push(image, "FROM %s\nCOPY file /second\n".formatted(image.base()));
        published(image, tick(image));
        age(image);

        assertThat(leftovers(get("/gc"), image)).containsExactlyInAnyOrderElementsOf(first);
        assertThat(first).allMatch(digest -> isThere(image, digest));

        assertThat(leftovers(post("/gc"), image)).containsExactlyInAnyOrderElementsOf(first);
        assertThat(first).noneMatch(digest -> isThere(image, digest));
        assertThat(registry.tags(image.staging())).hasSize(2);
        assertThat(leftovers(get("/gc"), image)).isEmpty();
        assertThat(staged(image).stream().filter(digest -> isThere(image, digest)))
                .hasSize(3);
    }

    @Test
    void whatIsYoungAndWhatAnOpenRunBuildsStays() throws Exception {
        var image = begun(TestCatalog.plain());
        scanner.stale(true);
        var event = tick(image);
        waiting(image, event);
        var planted = planted(image);

        assertThat(leftovers(post("/gc"), image)).isEmpty();
        scanner.stale(false);
        published(image, event);

        assertThat(leftovers(post("/gc"), image)).containsExactly(planted);
    }

    @Test
    void aRunThatWantsWhatIsGoneBuildsItAnew() throws Exception {
        var image = published(TestCatalog.plain());
        push(image, "FROM %s\nCOPY file /second\n".formatted(image.base()));
        published(image, tick(image));
        age(image);
        post("/gc");
        push(image, "FROM %s\nCOPY file /\n".formatted(image.base()));

        published(image, tick(image));

        assertThat(executor.built(image.name())).hasSize(6);
    }

    @Test
    void aRepositoryThatAnImageIsPublishedToIsLeftAlone() throws Exception {
        var taken = new Enrolled("manual-9");
        var kept = planted(taken);

        var repository = repository(post("/gc"), taken);

        assertThat(repository).extracting("problem.code").isEqualTo("catalog-invalid");
        assertThat(isThere(taken, kept)).isTrue();
    }

    private List<Digest> staged(Enrolled image) {
        return database.withHandle(handle -> handle.select("""
                        select built -> 'manifest' ->> 'digest' from build where image = :image
                        union
                        select jsonb_path_query(state, '$[*] ? (@.stage == "assembled").index.digest') #>> '{}'
                        from run where image = :image
                        """)
                .bind("image", image.name())
                .mapTo(String.class)
                .map(Digest::new)
                .list());
    }

    private Digest planted(Enrolled image) throws Exception {
        var child = new imagefactory.app.outside.TestImages(registry)
                .image(
                        image.staging(),
                        imagefactory.core.image.Platform.LINUX_AMD64,
                        List.of("planted in " + image.name()),
                        Map.of());
        var ref = ImageRef.of(image.staging(), child.digest());
        registry.put(
                ImageRef.of(image.staging(), "planted"), registry.manifest(ref).orElseThrow());
        return child.digest();
    }

    private boolean isThere(Enrolled image, Digest digest) {
        try {
            return registry.head(ImageRef.of(image.staging(), digest)).isPresent();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void age(Enrolled image) {
        database.useHandle(
                handle -> handle.execute("update build set at = at - interval '2 days' where image = ?", image.name()));
    }

    private static List<Digest> leftovers(Response answer, Enrolled image) {
        var found = (List<?>) repository(answer, image).get("leftovers");
        return found.stream()
                .map(it -> new Digest(String.valueOf(((Map<?, ?>) it).get("digest"))))
                .toList();
    }

    private static Map<?, ?> repository(Response answer, Enrolled image) {
        answer.then().statusCode(200);
        return answer.jsonPath().getList("repositories", Map.class).stream()
                .filter(it -> image.staging().toString().equals(it.get("repository")))
                .findFirst()
                .orElseThrow();
    }
}
