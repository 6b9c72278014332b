package imagefactory.cli.command;

import imagefactory.cli.check.StatedFacts;
import imagefactory.cli.factory.EventFile;
import imagefactory.cli.factory.EventReader;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.Drawing;
import imagefactory.cli.text.OutlookText;
import imagefactory.cli.text.WavesText;
import imagefactory.cli.wiring.Registries;
import imagefactory.cli.wiring.Worlds;
import imagefactory.core.event.EventId;
import imagefactory.core.event.FactoryEvent;
import imagefactory.core.event.FactoryEvent.BaseUpdated;
import imagefactory.core.event.FactoryEvent.ScheduleTicked;
import imagefactory.core.graph.Graph;
import imagefactory.core.graph.Waves;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Fact;
import imagefactory.core.plan.Forecast;
import imagefactory.core.plan.Occurrence;
import imagefactory.core.plan.Supposition;
import imagefactory.core.registry.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What would be built anew. */
@Command(
        name = "plan",
        description =
                "Shows what would be built anew, wave after wave, and what would not and why: the factory's own decision, on what"
                        + " registry and git say now. Writes nothing, and knows nothing of the factory's own rows: running builds,"
                        + " and since when a change rests.")
final class Plan extends Told {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = "images.yaml",
            description = "The catalog (default: ${DEFAULT-VALUE}).")
    private String catalog = "";

    @ArgGroup
    private Cause cause = new Cause();

    @Option(
            names = "--facts",
            paramLabel = "FILE",
            description =
                    "JSON with each image's name, tags and references, as graph --json prints it; - is standard input. Neither"
                            + " git nor a registry is asked; --base says what changes.")
    private @Nullable String facts;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "Public keys whose provenance counts (default: FACTORY_KEYS_TRUSTED, or .run/keys/factory.pub).")
    private List<Path> keys = new ArrayList<>();

    @Mixin
    private Formats format = new Formats();

    @Mixin
    private RegistryOptions registry = new RegistryOptions();

    /** What is taken to happen; nothing: what is stale now. */
    static final class Cause {
        @Option(
                names = "--base",
                paramLabel = "REF[=DIGEST]",
                description = "What a change of this reference would rebuild; with a digest, if it pointed there.")
        private @Nullable String base;

        @Option(
                names = "--event",
                paramLabel = "FILE",
                description =
                        "What this event would come to, a CloudEvent as event send takes it; - is standard input.")
        private @Nullable String event;
    }

    Plan(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit run() throws Refused, Unavailable {
        var drawn = Words.format(format.word());
        return facts == null ? real(drawn) : stated(facts, drawn);
    }

    private Exit stated(String file, Drawing.Format drawn) throws Refused {
        var changed = changed();
        var graph = new Graph(StatedFacts.read(file, terminal().read(file, StatedFacts.MOST_BYTES), terminal()::say));
        var first = new TreeSet<>(graph.naming(changed));
        var text = new WavesText(changed + " changed", Waves.from(graph, first, _ -> Optional.empty()), graph);
        tell(text.json(), text.drawing().in(drawn).orElseGet(text::toString));
        return Exit.DONE;
    }

    private ImageRef changed() throws Refused {
        if (cause.base != null) {
            return Words.change(cause.base).reference();
        }
        if (event() instanceof BaseUpdated updated) {
            return updated.ref();
        }
        throw Words.wrong(
                "--facts says what images are built from, and nothing says what changes.", "Name it with --base REF.");
    }

    private Exit real(Drawing.Format drawn) throws Refused, Unavailable {
        var images = CatalogPlace.usable(terminal(), catalog).catalog();
        var given = new Registries.Given(registry.insecure(), Optional.ofNullable(registry.config()));
        try (var registries = Registries.open(terminal(), given);
                var worlds = Worlds.open(terminal(), registries, keys)) {
            var event = event();
            var supposed = supposed(registries.registry());
            var now = new Occurrence(event, terminal().clock().instant());
            var forecast = Forecast.of(worlds.world(), images, now, supposed);
            var text = new OutlookText(title(event), forecast, anything(supposed));
            tell(text.json(), text.drawing().in(drawn).orElseGet(text::toString));
            return isBlind(forecast) ? Exit.NOT_REACHABLE : Exit.DONE;
        }
    }

    private FactoryEvent event() throws Refused {
        var now = terminal().clock().instant();
        var id = new EventId("/image-factory/plan", "dry-run");
        if (cause.base != null) {
            return new BaseUpdated(id, now, Words.change(cause.base).reference(), Optional.empty());
        }
        if (cause.event != null) {
            var bytes = Bytes.of(terminal().read(cause.event, EventFile.MOST_BYTES));
            return EventReader.read(cause.event, EventFile.read(cause.event, bytes), now);
        }
        return new ScheduleTicked(id, now, ScheduleTicked.ALL);
    }

    private Optional<Supposition> supposed(Registry registry) throws Refused, Unavailable {
        if (cause.base == null) {
            return Optional.empty();
        }
        var change = Words.change(cause.base);
        Optional<Digest> digest = change.digest();
        return Optional.of(
                digest.isPresent()
                        ? Supposition.of(registry, change.reference(), digest.get())
                        : Supposition.changed(change.reference()));
    }

    private static Optional<ImageRef> anything(Optional<Supposition> supposed) {
        return supposed.filter(each -> each.manifests().isEmpty()).map(Supposition::base);
    }

    private String title(FactoryEvent event) {
        if (cause.event != null) {
            return "event " + event.id().id();
        }
        return event instanceof BaseUpdated base ? base.ref() + " changed" : "what is stale now";
    }

    /** Nobody could be asked about anything. */
    private static boolean isBlind(Forecast forecast) {
        var facts = forecast.facts().values();
        return !facts.isEmpty() && facts.stream().allMatch(Fact.Unknown.class::isInstance);
    }

    private void tell(Object json, String text) {
        if (isJson()) {
            terminal().document(json);
        } else {
            terminal().line(text);
        }
    }
}
