package imagefactory.app.leftover;

import imagefactory.app.config.FactoryConfig;
import imagefactory.app.leftover.Collected.Item;
import imagefactory.app.planning.Catalogs;
import imagefactory.app.stage.Staging;
import imagefactory.app.store.StagedRows;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.catalog.Managed;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.leftover.Leftovers;
import imagefactory.core.leftover.Leftovers.Leftover;
import imagefactory.core.leftover.Needed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Registry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Finds what no open run and none of the last publications needs in staging repositories, and deletes it where it is told to.
 *
 * <p>Runs go on meanwhile. Before a manifest is deleted its record is, unless a run has used that since: so no run takes what is
 * about to go for the result of its build.
 */
@Singleton
public final class Collector {
    private static final Logger LOG = Logger.getLogger(Collector.class);

    /** A page ends with the repository in which this is over: an answer never takes much longer. */
    private static final Duration PAGE = Duration.ofSeconds(8);

    private final Catalogs catalogs;
    private final Staging staging;
    private final StagedRows rows;
    private final Registry registry;
    private final FactoryConfig.Gc config;
    private final Clock clock;

    Collector(
            Catalogs catalogs, Staging staging, StagedRows rows, Registry registry, FactoryConfig config, Clock clock) {
        this.catalogs = catalogs;
        this.staging = staging;
        this.rows = rows;
        this.registry = registry;
        this.config = config.gc();
        this.clock = clock;
    }

    /**
     * Some repositories, by name.
     *
     * @param next the cursor of the page behind it; empty for the last one
     */
    public record Page(List<Collected> repositories, Optional<String> next) {}

    /** @param after the repository that the page before this one ended with; empty for the first */
    public Page page(String after, boolean apply) {
        var catalog = catalogs.current();
        var behind = repositories(catalog).tailMap(after, false);
        var until = clock.instant().plus(PAGE);
        var page = new ArrayList<Collected>();
        for (var each : behind.entrySet()) {
            var place = new Place(Repository.parse(each.getKey()), each.getValue());
            page.add(collect(catalog, place, apply));
            if (clock.instant().isAfter(until)) {
                break;
            }
        }
        var next = Optional.of(page).filter(it -> it.size() < behind.size());
        return new Page(page, next.map(it -> it.getLast().repository().toString()));
    }

    /** A staging repository and the images that are built to it. */
    private record Place(Repository repository, Set<String> images) {}

    private NavigableMap<String, Set<String>> repositories(Catalog catalog) {
        var found = new TreeMap<String, Set<String>>();
        rows.repositories().forEach((repository, images) -> found.put(repository.toString(), images));
        for (var image : catalog.managed()) {
            found.computeIfAbsent(staging.of(image.repository()).toString(), _ -> new TreeSet<>())
                    .add(image.name());
        }
        return found;
    }

    private Collected collect(Catalog catalog, Place place, boolean apply) {
        try {
            refuseReleases(catalog, place);
            var since = rows.ago(config.age());
            var open = rows.open(place.images());
            var published = rows.published(enrolled(catalog, place), config.publications());
            var needed = Needed.by(open, published, since);
            var found = new StagedManifests(registry, rows).of(place.repository(), place.images(), needed);
            return clear(place, Leftovers.of(found, needed), apply ? Optional.of(since) : Optional.empty());
        } catch (Refused refused) {
            return told(place, refused.problem());
        } catch (Unavailable away) {
            return told(place, away(away));
        }
    }

    /** Of an image that is no longer enrolled nothing is built again from what is staged. */
    private static List<String> enrolled(Catalog catalog, Place place) {
        return place.images().stream()
                .filter(name -> catalog.named(name).orElse(null) instanceof Managed)
                .toList();
    }

    private static void refuseReleases(Catalog catalog, Place place) throws Refused {
        var published = catalog.images().stream()
                .filter(image -> image.repository().equals(place.repository()))
                .map(EnrolledImage::name)
                .findFirst();
        if (published.isPresent()) {
            throw new Refused(new Problem(
                    Problem.Code.CATALOG_INVALID,
                    place.repository() + " holds the staged builds of " + String.join(", ", place.images())
                            + ", and is the repository of " + published.get() + " too: nothing in it is deleted.",
                    "Give " + published.get() + " another repository, or change factory.staging."));
        }
    }

    /** @param apply what no run has used since then is deleted; empty for a dry run */
    private Collected clear(Place place, Leftovers leftovers, Optional<Instant> apply) {
        var items = new ArrayList<Item>();
        var problem = Optional.<Problem>empty();
        for (var leftover : leftovers.all()) {
            boolean deleted = false;
            if (apply.isPresent() && problem.isEmpty()) {
                try {
                    deleted = delete(place, leftover, apply.get());
                } catch (Refused refused) {
                    problem = Optional.of(refused.problem());
                } catch (Unavailable away) {
                    problem = Optional.of(away(away));
                }
            }
            items.add(item(leftover, deleted));
        }
        items.stream()
                .filter(Item::deleted)
                .forEach(item -> LOG.infof(
                        "deleted %s@%s %s: %s", place.repository(), item.digest(), item.tags(), item.because()));
        return new Collected(place.repository(), place.images(), leftovers.kept(), items, problem);
    }

    private boolean delete(Place place, Leftover leftover, Instant since) throws Unavailable, Refused {
        var digest = leftover.staged().digest();
        if (!rows.release(place.repository(), digest, since, place.images())) {
            return false;
        }
        registry.delete(ImageRef.of(place.repository(), digest));
        for (var tag : leftover.staged().tags()) {
            var ref = ImageRef.of(place.repository(), tag);
            var left = registry.head(ref).map(Descriptor::digest);
            if (left.equals(Optional.of(digest))) { // some registries leave the tags of a manifest that is gone
                registry.delete(ref);
            }
        }
        return true;
    }

    private static Item item(Leftover leftover, boolean deleted) {
        var staged = leftover.staged();
        return new Item(staged.digest(), staged.tags(), leftover.bytes(), staged.used(), leftover.because(), deleted);
    }

    private static Collected told(Place place, Problem problem) {
        return new Collected(place.repository(), place.images(), 0, List.of(), Optional.of(problem));
    }

    private static Problem away(Unavailable away) {
        return new Problem(Problem.Code.NOT_REACHABLE, String.valueOf(away.getMessage()), "Try again once it is back.");
    }
}
