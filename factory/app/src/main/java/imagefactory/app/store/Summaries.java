package imagefactory.app.store;

import com.fasterxml.jackson.core.type.TypeReference;
import imagefactory.app.store.ImageSummary.State;
import imagefactory.core.build.Cause;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.catalog.External;
import imagefactory.core.catalog.Managed;
import imagefactory.core.image.Digest;
import imagefactory.core.ledger.Decision.Kind;
import imagefactory.core.outcome.Problem;
import imagefactory.core.run.Due;
import imagefactory.core.scan.Severity;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** How images stand, one query for however many: of no run more is read than a line tells. */
@Singleton
final class Summaries {
    private static final TypeReference<List<Cause>> CAUSES = new TypeReference<>() {};
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};
    private static final TypeReference<Problem> PROBLEM = new TypeReference<>() {};
    private static final TypeReference<Map<Severity, Integer>> FINDINGS = new TypeReference<>() {};

    private final Jdbi database;
    private final Json json;

    Summaries(Jdbi database, Json json) {
        this.database = database;
        this.json = json;
    }

    /** @param until when its run begins or goes on, empty for at once or once others are over */
    private record Open(boolean begun, Optional<Instant> until, Optional<String> waitsFor, String causes, Due due) {
        private Optional<Due> stage() {
            return Optional.of(due).filter(_ -> state() == State.BUILDING);
        }

        private State state() {
            var rests = until.isPresent() && (!begun || waitsFor.isPresent());
            return rests || (!begun && waitsFor.isPresent()) ? State.WAITING : State.BUILDING;
        }
    }

    /** A summary in the order of {@code images}. */
    List<ImageSummary> of(List<EnrolledImage> images) {
        var built = images.stream()
                .filter(Managed.class::isInstance)
                .collect(Collectors.toMap(EnrolledImage::name, image -> image));
        var found = new HashMap<String, ImageSummary>(built.isEmpty() ? Map.of() : read(built));
        var others = images.stream()
                .flatMap(image -> image instanceof External external ? Stream.of(external) : Stream.empty())
                .toList();
        new ExternalSummaries(database, json).of(others).forEach(summary -> found.put(summary.name(), summary));
        return images.stream()
                .map(image -> Optional.ofNullable(found.get(image.name())).orElseThrow())
                .toList();
    }

    private Map<String, ImageSummary> read(Map<String, EnrolledImage> images) {
        return database.withHandle(handle -> handle
                .createQuery("""
                        select enrolled.name, newest.id is not null and newest.closed is null as is_open, newest.seq,
                            newest.not_before, newest.not_before > now() as rests, newest.waits_for, newest.parents, newest.reasons,
                            jsonb_path_query_array(newest.state, '$[*].stage') as made,
                            newest.state -> -1 -> 'problem' as problem, decided.kind, decided.cause,
                            published.digest, published.at,
                            case when made.state @> '[{"stage": "scanned"}]' then (
                                select coalesce(jsonb_object_agg(severity, number), '{}') from (
                                    select found ->> 'severity' as severity,
                                        count(distinct (found ->> 'id', found ->> 'packageName')) as number
                                    from jsonb_path_query(made.state, '$[*].platforms.*.findings[*]') found
                                    group by severity) counted) end as findings
                        from unnest(:names) as enrolled (name)
                        left join lateral (
                            select run.*, %s
                             as parents from run where image = enrolled.name order by id desc limit 1) newest on true
                        left join lateral (
                            select * from decision where subject = enrolled.name order by seq desc limit 1) decided on true
                        left join published on published.image = enrolled.name and published.digest is not null
                        left join run made on made.seq = published.seq
                        """.formatted(Waits.PARENTS))
                .bindArray("names", String.class, images.keySet())
                .map((row, _) -> summary(
                        row,
                        Optional.ofNullable(images.get(row.getString("name"))).orElseThrow()))
                .stream()
                .collect(Collectors.toMap(ImageSummary::name, summary -> summary)));
    }

    private ImageSummary summary(ResultSet row, EnrolledImage image) throws SQLException {
        var open = row.getBoolean("is_open") ? Optional.of(open(row)) : Optional.<Open>empty();
        var kind = Optional.ofNullable(row.getString("kind")).map(Kind::parse);
        var problem = Optional.ofNullable(row.getString("problem"))
                .filter(_ -> open.isEmpty())
                .map(text -> json.read(text, PROBLEM));
        var because = Optional.ofNullable(row.getString("cause"));
        return new ImageSummary(
                image.name(),
                image.repository().toString(),
                open.map(Open::state).orElseGet(() -> rested(problem, kind)),
                open.flatMap(Open::stage),
                open.map(run -> run.waitsFor().orElse(run.causes()))
                        .or(() -> because.map(cause -> told(kind, cause)))
                        .orElse("not looked at yet"),
                open.flatMap(Open::until),
                problem,
                Optional.ofNullable(row.getString("digest")).map(Digest::new),
                Optional.ofNullable(row.getTimestamp("at")).map(java.sql.Timestamp::toInstant),
                Optional.ofNullable(row.getString("findings")).map(text -> json.read(text, FINDINGS)));
    }

    private Open open(ResultSet row) throws SQLException {
        var until = Optional.of(row.getTimestamp("not_before").toInstant());
        var rests = row.getBoolean("rests");
        var parents = row.getString("parents");
        return new Open(
                row.getLong("seq") > 0,
                until.filter(_ -> rests),
                Optional.ofNullable(row.getString("waits_for"))
                        .filter(_ -> rests)
                        .or(() -> Optional.ofNullable(parents)),
                LedgerRows.because(json.read(row.getString("reasons"), CAUSES)),
                Due.after(json.read(row.getString("made"), NAMES)));
    }

    private static State rested(Optional<Problem> problem, Optional<Kind> decided) {
        if (decided.equals(Optional.of(Kind.STALE))) {
            return State.STALE;
        }
        if (problem.isPresent()) {
            return State.BLOCKED;
        }
        return decided.isPresent() ? State.FRESH : State.UNKNOWN;
    }

    /** What was found of it, or why it was last published. */
    private static String told(Optional<Kind> decided, String because) {
        return decided.equals(Optional.of(Kind.PUBLISHED)) ? "published because " + because : because;
    }
}
