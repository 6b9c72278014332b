package imagefactory.core.plan;

import imagefactory.core.build.BuildReason;
import imagefactory.core.build.BuildReason.Asked;
import imagefactory.core.build.BuildReason.BaseChanged;
import imagefactory.core.build.BuildReason.NotYetKnown;
import imagefactory.core.build.Cause;
import imagefactory.core.build.Pin;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.Managed;
import imagefactory.core.event.FactoryEvent;
import imagefactory.core.event.FactoryEvent.BaseUpdated;
import imagefactory.core.event.FactoryEvent.RebuildRequested;
import imagefactory.core.outcome.Problem;
import imagefactory.core.plan.Fact.Faulty;
import imagefactory.core.plan.Fact.Known;
import imagefactory.core.plan.Fact.Unknown;
import imagefactory.core.plan.Plan.Opening;
import imagefactory.core.plan.Plan.Skipped;
import imagefactory.core.plan.Plan.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says which images have to be built because of some events, why, and which not. Pure.
 *
 * <p>An event only says where to look: what has to be done follows from the facts. Images do not depend on each other here.
 */
public final class Planner {
    private final Catalog catalog;
    private final Facts facts;
    private final Instant now;
    private final List<Opening> openings = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();

    private Planner(Catalog catalog, Facts facts, Instant now) {
        this.catalog = catalog;
        this.facts = facts;
        this.now = now;
    }

    /**
     * What was seen.
     *
     * @param images by name; one that is not here was not looked at
     * @param since when each base was first seen where it points
     * @param blocked what ended the newest run of an image, by name
     */
    public record Facts(Map<String, Fact> images, Map<Pin, Instant> since, Map<String, Blocked> blocked) {
        Optional<Blocked> blocked(String image) {
            return Optional.ofNullable(blocked.get(image));
        }
    }

    public static Plan plan(Catalog catalog, List<Occurrence> events, Facts facts, Instant now) {
        var planner = new Planner(catalog, facts, now);
        events.forEach(planner::consider);
        var sorted = planner.openings.stream()
                .sorted(Comparator.comparing(Opening::image))
                .toList();
        return new Plan(sorted, planner.skipped);
    }

    private void consider(Occurrence occurrence) {
        var touched = Touched.by(occurrence.event(), catalog);
        int before = openings.size() + skipped.size();
        touched.forEach(image -> consider(image, occurrence));
        if (openings.size() + skipped.size() == before) {
            skip("-", occurrence, Touched.nothing(occurrence.event(), catalog), Standing.IDLE);
        }
    }

    private void consider(Managed image, Occurrence occurrence) {
        switch (facts.images().getOrDefault(image.name(), new Unknown("it was not looked at"))) {
            case Known(var seen) -> consider(seen, occurrence);
            case Unknown(var waitsFor) ->
                open(image, occurrence, reason(occurrence.event(), new NotYetKnown(waitsFor)), Duration.ZERO);
            case Faulty(var problem) -> faulty(image, occurrence, problem);
        }
    }

    /** What such an image is built on is not known, so a base's update tells nothing about it, and nothing is told of it. */
    private void faulty(Managed image, Occurrence occurrence, Problem problem) {
        var event = occurrence.event();
        var blocked = facts.blocked(image.name()).filter(last -> last.stops(event, problem));
        if (blocked.isEmpty()) {
            open(image, occurrence, reason(event, new NotYetKnown(problem.text())), Duration.ZERO);
        } else if (!(event instanceof BaseUpdated)) {
            var because = blocked.get().because("a look has just met it again", image.name());
            skip(image.name(), occurrence, because, Standing.BLOCKED);
        }
    }

    private void consider(Observation seen, Occurrence occurrence) {
        switch (occurrence.event()) {
            case BaseUpdated base when seen.pins(base.ref()).isEmpty() -> {}
            case RebuildRequested asked -> open(seen.image(), occurrence, asked(asked), Duration.ZERO);
            default -> compare(seen, occurrence);
        }
    }

    private void compare(Observation seen, Occurrence occurrence) {
        var lacks = Freshness.lacks(seen, "");
        var image = seen.image().name();
        var blocked = facts.blocked(image).filter(last -> last.stops(occurrence.event(), seen, now));
        if (lacks.isEmpty()) {
            skip(image, occurrence, fresh(seen, occurrence.event()), Standing.IDLE);
        } else if (blocked.isPresent()) {
            skip(image, occurrence, blocked.get().because("the same inputs", image), Standing.BLOCKED);
        } else if (lacks.stream().allMatch(BaseChanged.class::isInstance)) {
            baseChanged(seen, occurrence, lacks);
        } else {
            lacks.forEach(reason -> open(seen.image(), occurrence, reason, Duration.ZERO));
        }
    }

    private void baseChanged(Observation seen, Occurrence occurrence, List<BuildReason> lacks) {
        var image = seen.image();
        if (image.rebuild().automatic()) {
            var rest = rest(seen);
            lacks.forEach(reason -> open(image, occurrence, reason, rest));
        } else {
            var what = lacks.stream().map(BuildReason::text).collect(Collectors.joining("; "));
            skip(
                    image.name(),
                    occurrence,
                    what + "; autoRebuild is false: ./taskw rebuild IMAGE=" + image.name(),
                    Standing.STALE);
        }
    }

    /** The newest change of a base rests for the image's delay. */
    private Duration rest(Observation seen) {
        var changed = seen.pins().stream()
                .flatMap(pin -> Optional.ofNullable(facts.since().get(pin)).stream())
                .max(Comparator.naturalOrder())
                .orElse(now);
        var left = Duration.between(now, changed.plus(seen.image().rebuild().delay()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static BuildReason reason(FactoryEvent event, BuildReason otherwise) {
        return event instanceof RebuildRequested asked ? asked(asked) : otherwise;
    }

    private static BuildReason asked(RebuildRequested event) {
        var request = event.request();
        return new Asked(request.by(), request.why(), request.tag(), request.noCache());
    }

    private static String fresh(Observation seen, FactoryEvent event) {
        var digest = seen.published().orElseThrow().index().digest();
        var what = "fresh: " + digest + " was built from what is true now";
        return event instanceof BaseUpdated base
                ? what + "; " + base.ref() + " is still "
                        + seen.pins(base.ref()).values().stream()
                                .map(pin -> pin.manifest().algorithm() + ":"
                                        + pin.manifest().shortHex() + "… for " + pin.platform())
                                .collect(Collectors.joining(" and "))
                : what;
    }

    private void open(Managed image, Occurrence occurrence, BuildReason reason, Duration rest) {
        openings.add(
                new Opening(image.name(), new Cause(occurrence.event().id(), occurrence.received(), reason), rest));
    }

    private void skip(String image, Occurrence occurrence, String because, Standing standing) {
        skipped.add(new Skipped(image, occurrence.event().id(), because, standing));
    }
}
