package imagefactory.app.store;

import com.fasterxml.jackson.core.type.TypeReference;
import imagefactory.app.store.ImageSummary.State;
import imagefactory.core.catalog.External;
import imagefactory.core.image.Digest;
import imagefactory.core.ledger.Decision.Data;
import imagefactory.core.ledger.Decision.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** How images stand that others build: what was last made known of them, and what came in the way since. */
record ExternalSummaries(Jdbi database, Json json) {
    private static final TypeReference<Data> DATA = new TypeReference<>() {};

    /** The newest decision of one kind. */
    private record Told(String image, long seq, Kind kind, String because, Instant at, Optional<Digest> digest) {}

    List<ImageSummary> of(Collection<External> images) {
        var told = told(images.stream().map(External::name).toList());
        return images.stream()
                .map(image -> summary(image, told.getOrDefault(image.name(), List.of())))
                .toList();
    }

    private Map<String, List<Told>> told(List<String> images) {
        return images.isEmpty()
                ? Map.of()
                : database.withHandle(handle ->
                        handle
                                .createQuery("""
                        select distinct on (subject, kind) subject, seq, kind, cause, at, data from decision
                        where subject = any (:images) and kind in ('promoted', 'failed')
                        order by subject, kind, seq desc
                        """)
                                .bindArray("images", String.class, images)
                                .map((row, _) -> told(row))
                                .stream()
                                .collect(Collectors.groupingBy(Told::image)));
    }

    private Told told(ResultSet row) throws SQLException {
        return new Told(
                row.getString("subject"),
                row.getLong("seq"),
                Kind.parse(row.getString("kind")),
                row.getString("cause"),
                row.getTimestamp("at").toInstant(),
                json.read(row.getString("data"), DATA).digest());
    }

    private static ImageSummary summary(External image, List<Told> told) {
        var promoted = told.stream().filter(it -> it.kind() == Kind.PROMOTED).findFirst();
        var newest = told.stream().max(Comparator.comparingLong(Told::seq));
        boolean failed = newest.filter(it -> it.kind() == Kind.FAILED).isPresent();
        return new ImageSummary(
                image.name(),
                image.repository().toString(),
                failed ? State.BLOCKED : State.EXTERNAL,
                Optional.empty(),
                newest.map(Told::because).orElse("built by others"),
                Optional.empty(),
                Optional.empty(),
                promoted.flatMap(Told::digest),
                promoted.map(Told::at),
                Optional.empty());
    }
}
