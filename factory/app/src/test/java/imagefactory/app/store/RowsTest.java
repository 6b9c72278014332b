package imagefactory.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.app.store.Inbox.DeadLetter;
import imagefactory.app.store.Inbox.Row;
import imagefactory.core.build.Pin;
import imagefactory.core.event.EventId;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Plan;
import imagefactory.core.plan.Plan.Opening;
import imagefactory.core.plan.Plan.Skipped;
import imagefactory.core.plan.Plan.Standing;
import imagefactory.core.run.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the other tables promise, on a real PostgreSQL. */
class RowsTest extends OwnPostgres {
    private static final Digest INDEX = Bytes.utf8("index").digest();

    private final PublishedRows published = new PublishedRows(DATABASE);
    private final Inbox inbox = new Inbox(DATABASE, JSON);
    private final Plans plans = new Plans(DATABASE, JSON, ANNOUNCEMENTS);
    private final Outbox outbox = new Outbox(DATABASE);

    @Test
    void anOlderSequenceIsNotPublishedOverANewerOne() throws Exception {
        var puts = new ArrayList<String>();

        assertThat(published.publish(run(7), () -> put(puts, "seven"))).isEqualTo(new Done<>(INDEX));
        assertThat(published.publish(run(6), () -> put(puts, "six")))
                .isEqualTo(new Failed<>(new Problem(
                        Problem.Code.SUPERSEDED,
                        "run 6 of a has sequence 6, and sequence 7 is published already.",
                        "Nothing has to be done: what is published is newer.")));
        assertThat(published.holding(run(6), () -> put(puts, "six"))).isInstanceOf(Failed.class);
        assertThat(published.publish(run(7), () -> put(puts, "again"))).isEqualTo(new Done<>(INDEX));

        assertThat(puts).containsExactly("seven", "again");
        assertThat(published.latest("a")).contains(INDEX);
    }

    @Test
    void aPublicationThatFailsIsNone() {
        assertThatThrownBy(() -> published.publish(run(7), () -> {
                    throw new Unavailable("the registry is away");
                }))
                .isInstanceOf(Unavailable.class);

        assertThat(published.latest("a")).isEmpty();
        assertThat(count("select count(*) from published where seq = 7")).isZero();
    }

    @Test
    void oneReplicaAtATimeChangesAnImagesRepository() throws Exception {
        var inside = new AtomicInteger();

        var most = atOnce(8, number -> {
            var seen = new AtomicInteger();
            published.holding(run(number), () -> {
                seen.set(inside.incrementAndGet());
                inside.decrementAndGet();
                return seen;
            });
            return seen.get();
        });

        assertThat(most).containsOnly(1);
    }

    @Test
    void whatIsKeptMeanwhileStaysEvenWhenThePublicationFails() {
        var kept = new KeptRows(DATABASE);

        assertThatThrownBy(() -> published.holding(run(1), () -> {
                    kept.keep(Bytes.utf8("bundle"));
                    throw new Unavailable("the registry is away");
                }))
                .isInstanceOf(Unavailable.class);

        assertThat(kept.get(Bytes.utf8("bundle").digest())).isEqualTo(Bytes.utf8("bundle"));
    }

    @Test
    void bytesThatNoOpenRunNeedsAreSweptAfterAWeek() {
        var kept = new KeptRows(DATABASE);
        var needed = kept.keep(Bytes.utf8("needed"));
        var old = kept.keep(Bytes.utf8("old"));
        var young = kept.keep(Bytes.utf8("young"));
        open("a", cause("r1"));
        DATABASE.useHandle(handle -> {
            handle.execute("update kept set at = now() - interval '8 days' where digest <> ?", young.value());
            handle.execute("update run set state = jsonb_build_array(?)", needed.value());
        });

        assertThat(kept.sweep()).isOne();

        assertThat(kept.get(needed)).isEqualTo(Bytes.utf8("needed"));
        assertThat(kept.get(young)).isEqualTo(Bytes.utf8("young"));
        assertThatThrownBy(() -> kept.get(old)).hasMessage("nothing is kept under " + old);
    }

    @Test
    void anEventIsRecordedOnceHoweverOftenItComes() {
        var twice = row("1");

        inbox.record(List.of(twice, twice, row("2")), List.of());
        inbox.record(List.of(twice), List.of());

        assertThat(inbox.unplanned(10))
                .extracting(unplanned -> unplanned.event().id())
                .containsExactly("1", "2");
    }

    @Test
    void aDeadLetterIsBuriedAndAnnouncedOnce() {
        var letter = new DeadLetter(new Received("factory.events", 1, 42, new byte[] {0, 1}), "no JSON\0");

        inbox.record(List.of(), List.of(letter));
        inbox.record(List.of(), List.of(letter));

        assertThat(announced())
                .containsExactly(
                        "factory.dead-letters factory.events-1-42 "
                                + "{\"bytes\":\"AAE=\",\"offset\":42,\"partition\":1,\"problem\":\"no JSON \",\"topic\":\"factory.events\"}");
    }

    @Test
    void aDeadLetterTooLargeForItsAnnouncementIsAnnouncedWithoutItsBytes() {
        var huge = new DeadLetter(new Received("factory.events", 0, 1, new byte[600 * 1024]), "too large");

        inbox.record(List.of(), List.of(huge));

        assertThat(announced()).singleElement().asString().hasSizeLessThan(200).doesNotContain("bytes");
        assertThat(count("select length(bytes) from dead_letter")).isEqualTo(600 * 1024);
    }

    @Test
    void anEventThatTwoReplicasPlannedIsPlannedByTheQuicker() throws Exception {
        inbox.record(List.of(row("1")), List.of());
        var events = inbox.unplanned(10);
        var event = new EventId("/test", "1");
        var plan = new Plan(
                List.of(new Opening("a", cause("1"), Duration.ZERO)),
                List.of(new Skipped("b", event, "fresh", Standing.IDLE)),
                List.of());

        atOnce(8, number -> {
            plans.save(events, plan);
            return number;
        });

        assertThat(count("select count(*) from run")).isOne();
        assertThat(count("select jsonb_array_length(reasons) from run")).isOne();
        assertThat(count("select sum(jsonb_array_length(skipped)) from plan")).isOne();
        assertThat(count("select count(*) from decision")).isEqualTo(2);
        assertThat(count("select count(*) from outbox")).isOne();
    }

    @Test
    void announcementsArePassedOnInOrderAndAgainAfterAFault() throws Exception {
        for (int i = 0; i < 5; i++) {
            open("image" + i, cause("r"));
            announce(i);
        }
        var passed = new ArrayList<String>();

        assertThatThrownBy(() -> outbox.pass(3, _ -> {
                    throw new Unavailable("Kafka is away");
                }))
                .isInstanceOf(Unavailable.class);
        assertThat(outbox.pass(3, rows -> rows.forEach(row -> passed.add(row.key()))))
                .isEqualTo(3);
        assertThat(outbox.pass(3, rows -> rows.forEach(row -> passed.add(row.key()))))
                .isEqualTo(2);
        assertThat(outbox.pass(3, rows -> rows.forEach(row -> passed.add(row.key()))))
                .isZero();

        assertThat(passed).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void oneReplicaAtATimeRelays() throws Exception {
        announce(1);

        var inner = new AtomicInteger(-1);
        outbox.pass(3, _ -> inner.set(elsewhere()));

        assertThat(inner).hasValue(0);
    }

    @Test
    void aBaseIsSeenSinceItFirstPointedWhereItPoints() {
        var bases = new BaseRows(DATABASE);
        var first = bases.seen(List.of(pin("a"), pin("a"))).get(pin("a"));
        DATABASE.useHandle(
                handle -> handle.execute("update base_seen set changed_at = changed_at - interval '3 days'"));

        assertThat(Duration.between(bases.seen(List.of(pin("a"))).get(pin("a")), first))
                .isEqualTo(Duration.ofDays(3));
        assertThat(bases.seen(List.of(pin("b"))).get(pin("b"))).isAfterOrEqualTo(first);
        assertThat(count(
                        "select count(*) from base_seen where previous = ?",
                        pin("a").manifest().value()))
                .isOne();
    }

    private int elsewhere() {
        try {
            return atOnce(1, _ -> outbox.pass(3, _ -> {})).getFirst();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void announce(int key) {
        DATABASE.useHandle(handle -> handle.execute(
                "insert into outbox (topic, key, body) values ('factory.runs', ?, '{}')", Integer.toString(key)));
    }

    private static List<String> announced() {
        return DATABASE.withHandle(
                handle -> handle.select("select topic || ' ' || key || ' ' || body from outbox order by id")
                        .mapTo(String.class)
                        .list());
    }

    private static Pin pin(String content) {
        return new Pin(
                ImageRef.parse("debian:12"),
                Platform.LINUX_AMD64,
                Bytes.utf8(content).digest());
    }

    private static Row row(String id) {
        return new Row("/test", id, "type", "subject", "{}");
    }

    private static Run run(long seq) {
        return new Run(seq, "a", Optional.empty(), seq, List.of(), List.of(), Duration.ZERO);
    }

    private static Digest put(List<String> puts, String what) {
        puts.add(what);
        return INDEX;
    }
}
