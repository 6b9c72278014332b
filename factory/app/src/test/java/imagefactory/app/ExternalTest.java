package imagefactory.app;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import imagefactory.app.outside.TestImages;
import imagefactory.app.promotion.Externals;
import imagefactory.core.event.EventId;
import imagefactory.core.event.FactoryEvent.ScheduleTicked;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.ledger.Decision;
import imagefactory.core.ledger.Decision.Kind;
import imagefactory.core.ledger.Ledger;
import imagefactory.core.outcome.Problem;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What others publish, written into the files that name it. */
@QuarkusTest
class ExternalTest extends OnRealServers {
    private static final String NAME = "upstream";
    private static final AtomicInteger MINOR = new AtomicInteger(9);

    @Inject
    Externals externals;

    @Inject
    Ledger ledger;

    @Test
    void theNewestThatIsAllowedIsCommittedOnceAndTold() throws Exception {
        publish("2.0.0");
        publish("1.0.9");
        var newest = next();
        var digest = publish(newest);

        told();
        promoted(digest);

        var commits = promoter.commits(NAME).size();
        var decisions = ledger.about(NAME, 50).size();
        told();
        told();
        assertThat(promoter.commits(NAME)).hasSize(commits);
        assertThat(promoter.commits(NAME).getLast().run()).isEmpty();
        assertThat(ledger.about(NAME, 50)).hasSize(decisions);
        get("/images/" + NAME)
                .then()
                .statusCode(200)
                .body("state", equalTo("external"))
                .body("digest", equalTo(digest.value()))
                .body(
                        "because",
                        containsString("registry.test/others/upstream:" + newest + " is " + digest
                                + "; commit 3f2c9d1a0b0c of "));
    }

    @Test
    void anEventThatNamesItHasItLookedAtAtOnce() throws Exception {
        var newest = next();
        promoted(publish(newest));
        var moved = publish(newest);

        sent(Events.of("base-image-updated", "registry.test/others/upstream:" + newest, "{}"));

        await().until(() -> {
            externals.promote();
            return promoter.commits(NAME).getLast().digest().equals(moved);
        });
    }

    @Test
    void whatIsRefusedIsToldOnceAndOverOnceItIsMended() throws Exception {
        promoted(publish(next()));
        promoter.fail(new Problem(Problem.Code.PROMOTION_REFUSED, "It has no key image.", "Add it."));
        var digest = publish(next());
        told();
        told();

        assertThat(newest().kind()).isEqualTo(Kind.FAILED);
        assertThat(ledger.about(NAME, 2).get(1).kind()).isEqualTo(Kind.PROMOTED);
        get("/images/" + NAME)
                .then()
                .body("state", equalTo("blocked"))
                .body("because", equalTo("It has no key image. Add it."));

        promoter.behave();
        promoted(digest);
        get("/images/" + NAME).then().body("state", equalTo("external"));
    }

    private void promoted(Digest digest) throws Exception {
        await().until(() -> {
            told();
            return ledger.about(NAME, 1).stream()
                    .anyMatch(it -> it.kind() == Kind.PROMOTED
                            && it.data().digest().filter(digest::equals).isPresent());
        });
    }

    /** The schedule of everything has ticked. */
    private void told() {
        var id = new EventId("/test", UUID.randomUUID().toString());
        externals.saw(List.of(new ScheduleTicked(id, Instant.now(), "all")));
        externals.promote();
    }

    private Decision newest() {
        return ledger.about(NAME, 1).getFirst();
    }

    /** Newer than all before. */
    private static String next() {
        return "1." + MINOR.incrementAndGet() + ".0";
    }

    private Digest publish(String tag) throws Exception {
        var ref = ImageRef.parse("registry.test/others/upstream:" + tag);
        return new TestImages(registry)
                .base(ref, "upstream " + UUID.randomUUID(), List.of(Platform.LINUX_AMD64))
                .digest();
    }
}
