package imagefactory.core.plan;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.Managed;
import imagefactory.core.event.FactoryEvent.RebuildRequested;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.AtOnce;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Planner.Facts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an event would come to: the planner's own decision, on what registry and git say now. Nothing is written.
 *
 * <p>What only a factory's rows know counts as not so: since when a base points where it does (each rest is a whole one), how
 * an image's last run ended, what is being built already.
 *
 * @param facts of the images that the event touches, by name
 */
public record Forecast(Survey survey, Map<String, Fact> facts, Plan plan) {
    /**
     * @param supposed a base that is taken to point elsewhere
     * @throws Unavailable if this thread is interrupted
     */
    public static Forecast of(World world, Catalog catalog, Occurrence occurrence, Optional<Supposition> supposed)
            throws Unavailable {
        var now = world.patiently();
        var survey = Survey.of(now, catalog);
        var observer = new Observer(now);
        var facts = new TreeMap<String, Fact>();
        if (!(occurrence.event() instanceof RebuildRequested)) { // its run looks
            var touched = Touched.by(occurrence.event(), catalog, survey::naming);
            AtOnce.each(touched, image -> supposed(look(observer, image), supposed))
                    .forEach((image, fact) -> facts.put(image.name(), fact));
        }
        return new Forecast(survey, facts, plan(catalog, occurrence, facts, survey));
    }

    private static Plan plan(Catalog catalog, Occurrence occurrence, Map<String, Fact> facts, Survey survey) {
        var known = new Facts(facts, Map.of(), Map.of(), Map.of(), survey.graph());
        Instant now = occurrence.received();
        return Planner.plan(catalog, List.of(occurrence), known, now);
    }

    private static Fact look(Observer observer, Managed image) {
        try {
            return switch (observer.observe(image)) {
                case Done<Observation>(var seen) -> new Fact.Known(seen);
                case Pending<Observation> _ -> new Fact.Unknown("its source is being fetched");
                case Failed<Observation>(var problem) -> new Fact.Faulty(problem);
            };
        } catch (Unavailable away) {
            return new Fact.Unknown(String.valueOf(away.getMessage()));
        } catch (RuntimeException fault) { // of this image alone; the others are told all the same
            return new Fact.Unknown("a fault of the program: " + fault);
        }
    }

    private static Fact supposed(Fact fact, Optional<Supposition> supposed) {
        return fact instanceof Fact.Known known && supposed.isPresent()
                ? supposed(known.observation(), supposed.get())
                : fact;
    }

    private static Fact supposed(Observation seen, Supposition supposition) {
        var lacking = supposition.lacking(seen);
        return lacking.isEmpty()
                ? new Fact.Known(supposition.of(seen))
                : new Fact.Faulty(lacking(supposition.base(), lacking));
    }

    private static Problem lacking(ImageRef base, List<Platform> platforms) {
        return new Problem(
                Problem.Code.PLATFORM_MISSING,
                base + " would have no image for " + platforms + ".",
                "Suppose a digest that has it, or take it out of the image's platforms.");
    }
}
