package imagefactory.core.plan;

import static imagefactory.core.image.Platform.LINUX_AMD64;
import static imagefactory.core.image.Platform.LINUX_ARM64;
import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.build.Pin;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.event.EventId;
import imagefactory.core.event.FactoryEvent;
import imagefactory.core.event.FactoryEvent.BaseUpdated;
import imagefactory.core.event.FactoryEvent.RebuildRequested;
import imagefactory.core.event.FactoryEvent.Request;
import imagefactory.core.event.FactoryEvent.ScheduleTicked;
import imagefactory.core.event.FactoryEvent.SourcePushed;
import imagefactory.core.graph.Graph;
import imagefactory.core.graph.Node;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Problem;
import imagefactory.core.plan.Planner.Facts;
import imagefactory.core.plan.Planner.Underway;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every event against every fact and every policy, as one table to read; {@code -Dgolden=write} writes it anew. */
class PlannerTest {
    private static final Path TABLE = Path.of("src/test/resources/plan/planner.txt");
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    private static final Instant RECEIVED = NOW.minusSeconds(1);
    private static final EventId ID = new EventId("/test", "1");
    private static final Map<String, String> POLICIES = new LinkedHashMap<>();
    private static final Map<String, FactoryEvent> EVENTS = new LinkedHashMap<>();

    static {
        POLICIES.put("at once", "rebuildDelay: 0");
        POLICIES.put("after 7 days", "rebuildDelay: 7d");
        POLICIES.put("by hand", "autoRebuild: false");
        EVENTS.put("its base", new BaseUpdated(ID, NOW, ImageRef.parse("debian:12"), Optional.empty()));
        EVENTS.put("another base", new BaseUpdated(ID, NOW, ImageRef.parse("alpine:3"), Optional.empty()));
        EVENTS.put("push", pushed("https://git.test/acme/mono.git", "main"));
        EVENTS.put("another branch", pushed("https://git.test/acme/mono.git", "dev"));
        EVENTS.put("its tick", new ScheduleTicked(ID, NOW, "nightly"));
        EVENTS.put("tick all", new ScheduleTicked(ID, NOW, "all"));
        EVENTS.put("another tick", new ScheduleTicked(ID, NOW, "weekly"));
        EVENTS.put("asked", asked("portal", false));
        EVENTS.put("asked, no cache", asked("portal", true));
        EVENTS.put("asked for another", asked("nobody", false));
        EVENTS.put("asked for external", asked("postgres", false));
    }

    @Test
    void everyEventWithEveryFactAndEveryPolicy() throws Exception {
        var table = new StringBuilder();
        facts().forEach((fact, state) -> POLICIES.forEach((policy, line) -> {
            var rows = new LinkedHashMap<String, List<String>>();
            EVENTS.forEach((name, event) -> rows.computeIfAbsent(
                            String.join("\n    ", text(plan(event, state, line))), _ -> new ArrayList<>())
                    .add(name));
            table.append(fact).append(" | ").append(policy).append('\n');
            rows.forEach((text, names) -> table.append("  %s\n    %s\n".formatted(String.join(", ", names), text)));
        }));
        expect(table.toString());
    }

    private static Map<String, State> facts() {
        var facts = new LinkedHashMap<String, State>();
        facts.put("never published", scene -> {});
        facts.put("fresh", scene -> scene.publish("latest"));
        facts.put("base changed", scene -> {
            scene.publish("latest");
            scene.registry.index("debian:12", "newer", LINUX_AMD64, LINUX_ARM64);
        });
        facts.put("base and source changed", scene -> {
            scene.publish("latest");
            scene.registry.index("debian:12", "newer", LINUX_AMD64, LINUX_ARM64);
            scene.dockerfile("FROM debian:12\nCOPY app /\n");
        });
        return facts;
    }

    @Test
    void whatCouldNotBeLookedAtIsOpenedAndItsRunFindsOut() {
        var unknown = plan(EVENTS.get("its tick"), Map.of("portal", new Fact.Unknown("git is away")));
        var faulty = plan(
                EVENTS.get("its tick"),
                Map.of(
                        "portal",
                        new Fact.Faulty(
                                new Problem(Problem.Code.DOCKERFILE_MISSING, "There is no Dockerfile.", "Add it."))));
        var unseen = plan(EVENTS.get("asked"), Map.of());

        assertThat(text(unknown)).containsExactly("open now: not yet known: git is away");
        assertThat(text(faulty)).containsExactly("open now: not yet known: There is no Dockerfile.");
        assertThat(text(unseen)).containsExactly("open now: asked by ada: to be sure");
    }

    @Test
    void oneImageThatCannotBeLookedAtDoesNotStopTheOthers() {
        var scene = new Scene();
        var seen = scene.seen();
        var two = Scene.catalog(Scene.DEFAULTS + Scene.DEFAULTS.replace("portal", "worker"));
        var facts = Map.<String, Fact>of(
                "portal", new Fact.Unknown("git is away"), "worker", new Fact.Known(renamed(seen, two)));

        var plan = Planner.plan(two, List.of(occurrence(EVENTS.get("its tick"))), facts(facts, Map.of()), NOW);

        assertThat(plan.openings()).extracting(Plan.Opening::image).containsExactly("portal", "worker");
    }

    @Test
    void theNewestChangeOfABaseRestsForWhatIsLeftOfTheDelay() {
        assertThat(restSince(Map.of(), LINUX_AMD64)).isEqualTo(Duration.ofDays(7));
        assertThat(rest(NOW.minus(Duration.ofDays(6)))).isEqualTo(Duration.ofDays(1));
        assertThat(rest(NOW.minus(Duration.ofDays(7)))).isEqualTo(Duration.ZERO);
        assertThat(rest(NOW.minus(Duration.ofDays(70)))).isEqualTo(Duration.ZERO);
    }

    @Test
    void openingsAreInTheOrderOfNamesSoThatPlansTakeTheirLocksInOneOrder() {
        var catalog =
                Scene.catalog(Scene.DEFAULTS.replace("portal", "zulu") + Scene.DEFAULTS.replace("portal", "alpha"));

        var plan = Planner.plan(catalog, List.of(occurrence(EVENTS.get("tick all"))), facts(Map.of(), Map.of()), NOW);

        assertThat(plan.openings()).extracting(Plan.Opening::image).containsExactly("alpha", "zulu");
    }

    @Test
    void severalEventsAreEachACauseOfTheirOwn() {
        var first = occurrence(new ScheduleTicked(new EventId("/test", "a"), NOW, "all"));
        var second = occurrence(new ScheduleTicked(new EventId("/test", "b"), NOW, "all"));
        var catalog = Scene.catalog(Scene.DEFAULTS);

        var plan = Planner.plan(catalog, List.of(first, second), facts(Map.of(), Map.of()), NOW);

        assertThat(plan.openings())
                .extracting(opening -> opening.cause().event().id())
                .containsExactly("a", "b");
        assertThat(plan.openings()).allMatch(opening -> opening.cause().at().equals(RECEIVED));
    }

    @Test
    void aCloneUrlIsTheSameWithOrWithoutItsEnding() {
        for (var url : List.of(
                "https://git.test/acme/mono", "https://git.test/acme/mono.git/", "https://GIT.test/acme/mono.git")) {
            assertThat(text(plan(pushed(url, "main"), Map.of("portal", new Fact.Unknown("x")))))
                    .as(url)
                    .containsExactly("open now: not yet known: x");
        }
        assertThat(text(plan(pushed("https://git.test/acme/mono2", "main"), Map.of())))
                .containsExactly("skip -: no image is enrolled from branch main of https://git.test/acme/mono2");
    }

    @Test
    void whatARunUnderWayBuildsFromAlreadyIsNotBuiltAgain() {
        var scene = new Scene();
        var seen = scene.seen();
        var underway = Map.of("portal", new Underway(7, seen.inputs()));
        scene.dockerfile("FROM debian:12\n");

        var same = plan(EVENTS.get("push"), seen, underway);
        var asked = plan(EVENTS.get("asked"), seen, underway);
        var newer = plan(EVENTS.get("push"), scene.seen(), underway);

        assertThat(text(same)).containsExactly("skip portal: run 7 builds from what is true now");
        assertThat(text(asked)).containsExactly("open now: asked by ada: to be sure");
        assertThat(text(newer)).containsExactly("open now: never published");
    }

    @Test
    void anImageBuiltOnItselfIsRefusedWithTheCycleUnlessAPersonAsks() {
        var self = ImageRef.parse("ghcr.io/acme/portal:latest");
        var debian = ImageRef.parse("debian:12");
        var graph = new Graph(List.of(new Node("portal", Set.of(self), Set.of(self, debian))));
        var facts =
                new Facts(Map.of("portal", new Fact.Known(new Scene().seen())), Map.of(), Map.of(), Map.of(), graph);
        var catalog = Scene.catalog(Scene.DEFAULTS);
        var circle = List.of("stale portal: it is built on itself: portal → portal");

        assertThat(text(Planner.plan(catalog, List.of(occurrence(EVENTS.get("push"))), facts, NOW)))
                .isEqualTo(circle);
        assertThat(text(Planner.plan(catalog, List.of(occurrence(EVENTS.get("its base"))), facts, NOW)))
                .isEqualTo(circle);
        assertThat(text(Planner.plan(catalog, List.of(occurrence(EVENTS.get("asked"))), facts, NOW)))
                .containsExactly("open now: asked by ada: to be sure");
    }

    private static Plan plan(FactoryEvent event, Observation seen, Map<String, Underway> underway) {
        var facts =
                new Facts(Map.of("portal", new Fact.Known(seen)), Map.of(), Map.of(), underway, new Graph(List.of()));
        return Planner.plan(Scene.catalog(Scene.DEFAULTS), List.of(occurrence(event)), facts, NOW);
    }

    private static Observation renamed(Observation seen, Catalog catalog) {
        return new Observation(
                catalog.managed().getLast(),
                seen.commit(),
                seen.version(),
                seen.inputs(),
                seen.roots(),
                seen.published());
    }

    private static Duration rest(Instant changed) {
        return restSince(Map.of("debian:12", changed), LINUX_AMD64);
    }

    private static Duration restSince(Map<String, Instant> changed, imagefactory.core.image.Platform platform) {
        var scene = new Scene().enrolled("rebuildDelay: 7d");
        scene.publish("latest");
        scene.registry.index("debian:12", "newer", LINUX_AMD64, LINUX_ARM64);
        var seen = scene.seen();
        var since = new TreeMap<Pin, Instant>();
        changed.forEach((ref, at) -> seen.pins(ImageRef.parse(ref)).values().stream()
                .filter(pin -> pin.platform().equals(platform))
                .forEach(pin -> since.put(pin, at)));
        var facts = facts(Map.of("portal", new Fact.Known(seen)), since);
        var catalog = new Catalog(List.of(scene.image()));
        return Planner.plan(catalog, List.of(occurrence(EVENTS.get("its base"))), facts, NOW).openings().stream()
                .map(Plan.Opening::rest)
                .distinct()
                .collect(Collectors.collectingAndThen(Collectors.toList(), List::getFirst));
    }

    private static Plan plan(FactoryEvent event, State state, String policy) {
        var scene = new Scene().enrolled(policy);
        state.of(scene);
        var seen = scene.seen();
        var since = new TreeMap<Pin, Instant>();
        seen.pins().forEach(pin -> since.put(pin, NOW.minus(Duration.ofDays(2))));
        var external = Scene.catalog("- {name: postgres, repository: library/postgres}\n")
                .images()
                .getFirst();
        var catalog = new Catalog(List.of(scene.image(), external));
        var facts = facts(Map.of("portal", new Fact.Known(seen)), since);
        return Planner.plan(catalog, List.of(occurrence(event)), facts, NOW);
    }

    private static Plan plan(FactoryEvent event, Map<String, Fact> facts) {
        return Planner.plan(Scene.catalog(Scene.DEFAULTS), List.of(occurrence(event)), facts(facts, Map.of()), NOW);
    }

    private static List<String> text(Plan plan) {
        var lines = new ArrayList<String>();
        plan.openings()
                .forEach(opening -> lines.add("open " + (opening.rest().isZero() ? "now" : "in " + opening.rest())
                        + ": " + opening.cause().reason().text()));
        plan.skipped()
                .forEach(skipped -> lines.add((skipped.standing() == Plan.Standing.STALE ? "stale " : "skip ")
                        + skipped.image() + ": " + skipped.because()));
        return lines;
    }

    private static void expect(String table) throws IOException {
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(TABLE.getParent());
            Files.writeString(TABLE, table);
        }
        assertThat(table).isEqualTo(Files.readString(TABLE));
    }

    private static Facts facts(Map<String, Fact> images, Map<Pin, Instant> since) {
        return new Facts(images, since, Map.of(), Map.of(), new Graph(List.of()));
    }

    private static Occurrence occurrence(FactoryEvent event) {
        return new Occurrence(event, RECEIVED);
    }

    private static SourcePushed pushed(String repository, String branch) {
        return new SourcePushed(ID, NOW, URI.create(repository), branch);
    }

    private static RebuildRequested asked(String image, boolean noCache) {
        return new RebuildRequested(ID, NOW, image, new Request("ada", "to be sure", Optional.empty(), noCache));
    }

    private interface State {
        void of(Scene scene);
    }
}
