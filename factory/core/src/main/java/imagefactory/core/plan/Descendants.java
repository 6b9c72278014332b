package imagefactory.core.plan;

import imagefactory.core.build.BuildReason.Asked;
import imagefactory.core.build.BuildReason.NotYetKnown;
import imagefactory.core.build.BuildReason.ParentRebuilt;
import imagefactory.core.build.Cause;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.Managed;
import imagefactory.core.event.EventId;
import imagefactory.core.graph.Graph;
import imagefactory.core.graph.Waves;
import imagefactory.core.plan.Plan.Opening;
import imagefactory.core.plan.Plan.Skipped;
import imagefactory.core.plan.Plan.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Follows what is built anew to all that is built on it. Pure.
 *
 * <p>Only what is sure to be built at once is followed: what rests, what is not yet known and what a person asked for may come
 * to nothing, and is followed when it is published.
 */
final class Descendants {
    private final Catalog catalog;
    private final Graph graph;

    Descendants(Catalog catalog, Graph graph) {
        this.catalog = catalog;
        this.graph = graph;
    }

    Plan follow(List<Opening> direct, List<Skipped> skipped) {
        var first = causes(direct.stream().filter(Descendants::isSure).toList());
        var waves = Waves.from(graph, first.keySet(), this::refusal);
        var followed = followed(waves, first);
        var openings = Stream.concat(direct.stream(), followed.stream())
                .sorted(Comparator.comparing(Opening::image))
                .toList();
        return new Plan(openings, concat(still(skipped, followed), skipped(waves, direct, first)), waves.levels());
    }

    private static boolean isSure(Opening opening) {
        var reason = opening.cause().reason();
        return opening.rest().isZero() && !(reason instanceof NotYetKnown) && !(reason instanceof Asked);
    }

    private static Map<String, Cause> causes(List<Opening> openings) {
        return openings.stream().collect(Collectors.toMap(Opening::image, Opening::cause, (one, _) -> one));
    }

    private Optional<String> refusal(String image) {
        return catalog.named(image)
                .filter(Managed.class::isInstance)
                .map(Managed.class::cast)
                .map(Managed::rebuild)
                .filter(policy -> !policy.automatic() || policy.delay().isPositive())
                .map(policy -> policy.automatic()
                        ? "it rests once what it is built on is published: its rebuildDelay is " + policy.delay()
                        : "autoRebuild is false: ./taskw rebuild IMAGE=" + image
                                + " once what it is built on is published");
    }

    /** One cause for each parent that is built anew, from the event that began it all. */
    private List<Opening> followed(Waves waves, Map<String, Cause> first) {
        var causes = new HashMap<>(first);
        var followed = new ArrayList<Opening>();
        for (var image : waves.images()) {
            for (var parent : graph.parents(image)) {
                var cause = causes.get(parent);
                if (cause != null) {
                    var own = new Cause(cause.event(), cause.at(), new ParentRebuilt(parent));
                    causes.putIfAbsent(image, own);
                    followed.add(new Opening(image, own, Duration.ZERO));
                }
            }
        }
        return followed;
    }

    /** What was fresh is not skipped once an image that it is built on is built anew. */
    private static List<Skipped> still(List<Skipped> skipped, List<Opening> followed) {
        var opened = followed.stream()
                .collect(Collectors.groupingBy(
                        opening -> opening.cause().event(), Collectors.mapping(Opening::image, Collectors.toSet())));
        return skipped.stream()
                .filter(each -> each.standing() != Standing.IDLE
                        || !opened.getOrDefault(each.event(), Set.of()).contains(each.image()))
                .toList();
    }

    private static List<Skipped> skipped(Waves waves, List<Opening> direct, Map<String, Cause> first) {
        var own = direct.stream().map(Opening::image).collect(Collectors.toSet());
        var event = first.values().stream().map(Cause::event).min(Comparator.comparing(EventId::toString));
        return waves.skipped().entrySet().stream()
                .filter(each -> !own.contains(each.getKey()))
                .map(each -> new Skipped(each.getKey(), event.orElseThrow(), each.getValue(), Standing.IDLE))
                .toList();
    }

    private static List<Skipped> concat(List<Skipped> one, List<Skipped> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
