package imagefactory.app.store;

import imagefactory.app.store.Chain.Link;
import imagefactory.app.store.Chain.Root;
import imagefactory.core.build.BuildReason.ParentRebuilt;
import imagefactory.core.build.Cause;
import imagefactory.core.event.EventId;
import imagefactory.core.run.Awaited;
import imagefactory.core.run.StageResult.Published;
import imagefactory.core.run.StageResult.Resolved;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;

/** Follows causes from run to run: a parent's publication leads to the parent's run, until something from outside is met. */
@Singleton
public final class Chains {
    /** Of a chain that is longer, the rest is left out. */
    private static final int MOST_RUNS = 100;

    private static final Pattern PUBLICATION = Pattern.compile("([0-9]{1,18})-.*");

    private final Jdbi database;
    private final Json json;
    private final Views views;

    Chains(Jdbi database, Json json, Views views) {
        this.database = database;
        this.json = json;
        this.views = views;
    }

    /** @param digest how the digest begins; empty for what was published last */
    public Optional<Chain> of(String image, String digest) {
        return views.published(image, digest, Long.MAX_VALUE).map(this::of);
    }

    private Chain of(RunView run) {
        var runs = new TreeMap<Long, RunView>();
        var roots = new ArrayList<Root>();
        var next = new ArrayDeque<>(List.of(run));
        var met = new HashSet<>(Set.of(run.id()));
        while (!next.isEmpty()) {
            var here = next.remove();
            runs.put(here.id(), here);
            for (var parent : parents(here, roots)) {
                if (met.size() < MOST_RUNS && met.add(parent)) {
                    views.run(parent).ifPresent(next::add);
                }
            }
        }
        runs.remove(run.id());
        return new Chain(run, views.published(run.image(), "", run.seq()), through(runs.values()), distinct(roots));
    }

    /** The runs that led to this one; what nobody here made is a root. */
    private List<Long> parents(RunView run, List<Root> roots) {
        var parents = new ArrayList<Long>();
        run.find(Resolved.class)
                .ifPresent(resolved ->
                        resolved.awaited().stream().map(Awaited::run).forEach(parents::add));
        for (var cause : run.causes()) {
            var parent = parent(cause);
            if (parent.isPresent()) {
                parents.add(parent.getAsLong());
            } else {
                roots.add(root(run, cause));
            }
        }
        return parents;
    }

    private OptionalLong parent(Cause cause) {
        var publication = PUBLICATION.matcher(cause.event().id());
        if (cause.event().source().equals(Followers.SOURCE) && publication.matches()) {
            return OptionalLong.of(Long.parseLong(publication.group(1)));
        }
        return cause.reason() instanceof ParentRebuilt rebuilt
                ? caused(rebuilt.parent(), cause.event())
                : OptionalLong.empty();
    }

    /** The run of an image that the same event has caused. */
    private OptionalLong caused(String image, EventId event) {
        var mine = json.write(List.of(Map.of("event", event)));
        return database.withHandle(handle -> handle.createQuery(
                        "select id from run where image = :image and reasons @> :mine::jsonb order by id limit 1")
                .bind("image", image)
                .bind("mine", mine)
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty()));
    }

    private Root root(RunView run, Cause cause) {
        var event = database.withHandle(
                handle -> handle.createQuery("select * from event where source = :source and id = :id")
                        .bind("source", cause.event().source())
                        .bind("id", cause.event().id())
                        .map((row, _) -> Views.occasion(row))
                        .findOne());
        return new Root(
                run.image(),
                cause.event(),
                cause.at(),
                cause.reason(),
                event.map(Views.Occasion::type),
                event.map(Views.Occasion::subject));
    }

    /** A parent of a parent comes before it. */
    private List<Link> through(Collection<RunView> runs) {
        return runs.stream()
                .sorted(Comparator.comparing((RunView run) -> run.closed().orElse(Instant.MAX))
                        .thenComparingLong(RunView::id))
                .map(this::link)
                .toList();
    }

    private Link link(RunView run) {
        var published = run.find(Published.class);
        var was = published.isPresent()
                ? views.published(run.image(), "", run.seq())
                        .flatMap(before -> before.find(Published.class))
                        .map(Published::digest)
                : Optional.<imagefactory.core.image.Digest>empty();
        return new Link(run.image(), run.id(), was, published.map(Published::digest), published.map(Published::at));
    }

    /** What several parents have in common is told once. */
    private static List<Root> distinct(List<Root> roots) {
        var told = new HashSet<List<Object>>();
        return roots.stream()
                .filter(root -> told.add(List.of(root.event(), root.reason())))
                .toList();
    }
}
