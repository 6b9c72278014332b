package imagefactory.core.plan;

import imagefactory.core.build.BuildReason;
import imagefactory.core.build.BuildReason.Asked;
import imagefactory.core.build.BuildReason.BaseChanged;
import imagefactory.core.build.BuildReason.NotYetKnown;
import imagefactory.core.build.Cause;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Pin;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.Managed;
import imagefactory.core.event.FactoryEvent;
import imagefactory.core.event.FactoryEvent.BaseUpdated;
import imagefactory.core.event.FactoryEvent.RebuildRequested;
import imagefactory.core.graph.Graph;
import imagefactory.core.graph.Waves;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Says which images have to be built because of some events, why, and which not. Pure.
 *
 * <p>An event only says where to look: what has to be done follows from the facts. What is built on an image that is built
 * anew is opened with it, and waits; what only may be built anew is followed when it is published.
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
     * @param underway the open runs that have begun, by image
     * @param graph of all images, as far as their sources could be read
     */
    public record Facts(
            Map<String, Fact> images,
            Map<Pin, Instant> since,
            Map<String, Blocked> blocked,
            Map<String, Underway> underway,
            Graph graph) {

        Optional<Blocked> blocked(String image) {
            return Optional.ofNullable(blocked.get(image));
        }

        /** Those that were looked at tell it themselves. */
        private Set<String> naming(ImageRef reference) {
            var naming = new HashSet<>(graph.naming(reference));
            naming.addAll(images.keySet());
            return naming;
        }
    }

    /** A run that has begun, and what it builds from. */
    public record Underway(long run, SortedMap<Platform, Inputs> inputs) {}

    public static Plan plan(Catalog catalog, List<Occurrence> events, Facts facts, Instant now) {
        var planner = new Planner(catalog, facts, now);
        events.forEach(planner::consider);
        return new Descendants(catalog, facts.graph()).follow(planner.openings, planner.skipped);
    }

    private void consider(Occurrence occurrence) {
        var touched = Touched.by(occurrence.event(), catalog, facts::naming);
        int before = openings.size() + skipped.size();
        touched.forEach(image -> consider(image, occurrence));
        if (openings.size() + skipped.size() == before) {
            skip("-", occurrence, Touched.nothing(occurrence.event(), catalog), Standing.IDLE);
        }
    }

    private void consider(Managed image, Occurrence occurrence) {
        var cycle = facts.graph().cycle(image.name());
        if (cycle.isPresent() && concerns(image, occurrence.event())) {
            skip(image.name(), occurrence, Waves.circle(cycle.get()), Standing.STALE);
        } else {
            look(image, occurrence);
        }
    }

    /** Building an image that is built on itself makes it stale; a person may still ask for it. */
    private boolean concerns(Managed image, FactoryEvent event) {
        return switch (event) {
            case RebuildRequested _ -> false;
            case BaseUpdated base -> facts.graph().naming(base.ref()).contains(image.name());
            default -> true;
        };
    }

    private void look(Managed image, Occurrence occurrence) {
        switch (facts.images().getOrDefault(image.name(), new Unknown("it was not looked at"))) {
            case Known known -> consider(known, occurrence);
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

    private void consider(Known known, Occurrence occurrence) {
        var seen = known.observation();
        switch (occurrence.event()) {
            case BaseUpdated base when seen.pins(base.ref()).isEmpty() -> {}
            case RebuildRequested asked -> open(seen.image(), occurrence, asked(asked), Duration.ZERO);
            default ->
                underway(seen).ifPresentOrElse(run -> skip(seen, occurrence, run), () -> compare(known, occurrence));
        }
    }

    /** The run that builds from exactly what is true now. */
    private Optional<Underway> underway(Observation seen) {
        return Optional.ofNullable(facts.underway().get(seen.image().name()))
                .filter(run -> run.inputs().equals(seen.inputs()));
    }

    private void skip(Observation seen, Occurrence occurrence, Underway underway) {
        skip(seen.image().name(), occurrence, "run " + underway.run() + " builds from what is true now", Standing.IDLE);
    }

    private void compare(Known known, Occurrence occurrence) {
        var seen = known.observation();
        var lacks = known.lacks();
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
