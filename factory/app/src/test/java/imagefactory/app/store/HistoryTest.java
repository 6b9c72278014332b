package imagefactory.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.app.store.Inbox.Row;
import imagefactory.core.event.EventId;
import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Problem;
import imagefactory.core.plan.Plan;
import imagefactory.core.plan.Plan.Opening;
import imagefactory.core.plan.Plan.Skipped;
import imagefactory.core.plan.Plan.Standing;
import imagefactory.core.run.Run;
import imagefactory.core.run.RunStore.Leased;
import imagefactory.core.run.StageResult.Published;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is forgotten after its time, and what never is. */
class HistoryTest extends OwnPostgres {
    private static final Problem PROBLEM = new Problem(Problem.Code.GATE_REFUSED, "It is bad.", "Mend it.");

    private final RunRows store = store(Duration.ofMinutes(1));
    private final Inbox inbox = new Inbox(DATABASE, JSON);
    private final Plans plans = new Plans(DATABASE, JSON, ANNOUNCEMENTS);
    private final History history = new History(DATABASE, Duration.ofDays(90), () -> Set.of("a"));

    @Test
    void oldRunsGoWithTheirLogsButForTheNewestTenAndTheOneThatIsPublished() throws Exception {
        publish("a", "e0");
        for (int i = 1; i <= 12; i++) {
            fail("a", "e" + i);
        }
        age();

        history.sweep();

        assertThat(left("select reasons -> 0 -> 'event' ->> 'id' from run order by id"))
                .containsExactly("e0", "e3", "e4", "e5", "e6", "e7", "e8", "e9", "e10", "e11", "e12");
        assertThat(count("select count(*) from stage_log")).isEqualTo(11);
    }

    @Test
    void eventsAndPlansGoOnceNoRunThatIsLeftCameOfThem() throws Exception {
        publish("a", "e0");
        for (int i = 1; i <= 11; i++) {
            fail("a", "e" + i);
        }
        skip("idle");
        inbox.record(List.of(row("unplanned")), List.of());
        age();

        history.sweep();

        assertThat(left("select id from event order by received, id"))
                .containsExactlyInAnyOrder(
                        "e0", "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9", "e10", "e11", "unplanned");
        assertThat(count("select count(*) from plan")).isEqualTo(11);
        assertThat(new Views(DATABASE, JSON).events("e0"))
                .singleElement()
                .satisfies(event -> assertThat(event.runs()).hasSize(1))
                .satisfies(event -> assertThat(event.plan()).isPresent());
    }

    @Test
    void theNewestDecisionsOfAnImageStay() {
        for (int i = 0; i < 25; i++) {
            skip("s" + i);
        }
        age();
        skip("young");

        history.sweep();

        assertThat(count("select count(*) from decision where subject = 'a'")).isEqualTo(10);
        assertThat(count("select count(*) from decision where cause = 'because of young'"))
                .isOne();
    }

    @Test
    void whatIsYoungStays() throws Exception {
        for (int i = 0; i < 15; i++) {
            fail("a", "e" + i);
        }

        assertThat(history.sweep()).isZero();

        assertThat(count("select count(*) from run")).isEqualTo(15);
    }

    @Test
    void announcementsGoAWeekAfterTheyWereSent() {
        DATABASE.useHandle(handle -> handle.execute("""
                insert into outbox (topic, key, body, sent) values
                    ('t', 'old', '{}', now() - interval '8 days'),
                    ('t', 'young', '{}', now() - interval '6 days'),
                    ('t', 'unsent', '{}', null)
                """));

        assertThat(history.sweep()).isOne();

        assertThat(left("select key from outbox order by id")).containsExactly("young", "unsent");
    }

    @Test
    void whatWasNotedOfThingsThatNobodyAsksAboutAnyMoreGoes() {
        DATABASE.useHandle(handle -> {
            handle.execute("""
                    insert into dead_letter (topic, partition, "offset", problem, received) values
                        ('old', 0, 1, 'p', now() - interval '91 days'), ('young', 0, 2, 'p', now())
                    """);
            handle.execute("""
                    insert into build (key, staging, image, platform, built, run, at) values
                        ('old', 's', 'a', '', '{}', 1, now() - interval '91 days'), ('young', 's', 'a', '', '{}', 1, now())
                    """);
            handle.execute("""
                    insert into base_seen (ref, platform, digest, changed_at, checked_at) values
                        ('old', '', 'd', now(), now() - interval '91 days'),
                        ('young', '', 'd', now() - interval '91 days', now())
                    """);
            handle.execute("""
                    insert into shape (image, entry, tags, refs, parents, at) values
                        ('a', '', '{}', '{}', '{}', now() - interval '91 days'),
                        ('gone', '', '{}', '{}', '{}', now() - interval '91 days'),
                        ('just gone', '', '{}', '{}', '{}', now())
                    """);
        });

        assertThat(history.sweep()).isEqualTo(4);

        assertThat(left("select topic from dead_letter")).containsExactly("young");
        assertThat(left("select key from build")).containsExactly("young");
        assertThat(left("select ref from base_seen")).containsExactly("young");
        assertThat(left("select image from shape order by image")).containsExactly("a", "just gone");
    }

    @Test
    void theRecordOfABuildStaysAsLongAsItsRunOrOneOfItsImageMayWantIt() throws Exception {
        publish("a", "e0");
        open("b", cause("e1"));
        DATABASE.useHandle(handle -> handle.execute("""
                insert into build (key, staging, image, platform, built, run, at)
                select 'kept', 's', 'a', '', '{}'::jsonb, id, now() - interval '91 days' from run where image = 'a'
                union all select 'wanted', 's', 'b', '', '{}', 0, now() - interval '91 days'
                """));

        assertThat(history.sweep()).isZero();
    }

    @Test
    void manyGoInBatches() {
        DATABASE.useHandle(handle -> handle.execute("""
                insert into outbox (topic, key, body, sent)
                select 't', n::text, '{}', now() - interval '8 days' from generate_series(1, 1700) n
                """));

        assertThat(history.sweep()).isEqualTo(1700);
    }

    private void publish(String image, String event) throws Exception {
        var leased = begun(image, event);
        over(leased, leased.run().add(new Published(Bytes.utf8(event).digest(), List.of("latest"), Instant.EPOCH)));
    }

    private void fail(String image, String event) throws Exception {
        var leased = begun(image, event);
        over(leased, leased.run().failed(PROBLEM));
    }

    private Leased begun(String image, String event) {
        inbox.record(List.of(row(event)), List.of());
        plans.save(
                inbox.unplanned(10),
                new Plan(List.of(new Opening(image, cause(event), Duration.ZERO)), List.of(), List.of()));
        return store.claim().orElseThrow();
    }

    private void over(Leased leased, Run run) throws Exception {
        store.save(leased.with(run));
        store.handBack(leased.with(run));
        new StageLogRows(DATABASE).keep(run, "build", "log");
    }

    private void skip(String event) {
        inbox.record(List.of(row(event)), List.of());
        var skipped = new Skipped("a", new EventId("/test", event), "because of " + event, Standing.IDLE);
        plans.save(inbox.unplanned(10), new Plan(List.of(), List.of(skipped), List.of()));
    }

    private static Row row(String id) {
        return new Row("/test", id, "type", "subject", "{}");
    }

    private static List<String> left(String sql) {
        return DATABASE.withHandle(
                handle -> handle.select(sql).mapTo(String.class).list());
    }

    /** Half a year goes by. */
    private static void age() {
        DATABASE.useHandle(handle -> {
            handle.execute("update run set closed = closed - interval '180 days'");
            handle.execute("update event set received = received - interval '180 days'");
            handle.execute("update plan set at = at - interval '180 days'");
            handle.execute("update decision set at = at - interval '180 days'");
        });
    }
}
