package imagefactory.cli.command;

import imagefactory.cli.doctor.ClockLook;
import imagefactory.cli.doctor.FactoryLook;
import imagefactory.cli.doctor.KeysLook;
import imagefactory.cli.doctor.MachineLook;
import imagefactory.cli.doctor.PlacesLook;
import imagefactory.cli.doctor.ServicesLook;
import imagefactory.cli.factory.Dates;
import imagefactory.cli.factory.Factory;
import imagefactory.cli.factory.FactoryClient;
import imagefactory.cli.terminal.Exit;
import imagefactory.cli.terminal.Machine;
import imagefactory.cli.terminal.Terminal;
import imagefactory.cli.text.SymptomsText;
import imagefactory.cli.wiring.Registries;
import imagefactory.cli.wiring.Worlds;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Symptom;
import imagefactory.core.plan.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Whether a factory can work here. */
@Command(
        name = "doctor",
        description =
                "Looks at what a factory needs here: programs, rights, folders, keys, registries, git, services; and has the"
                        + " running one look at its cluster. Changes nothing; ends with 1 when something fails.")
final class Doctor extends Told {
    private static final String STAGING = "{registry}/{repository}-build";

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The catalog (default: FACTORY_CATALOG, or images.yaml).")
    private String file = "";

    @Mixin
    private RegistryOptions registry = new RegistryOptions();

    Doctor(Terminal terminal) {
        super(terminal);
    }

    @Override
    Exit run() throws Refused, InterruptedException {
        var found = new ArrayList<Symptom>();
        var catalog = catalog(found);
        var platforms = catalog.managed().stream()
                .flatMap(image -> image.build().platforms().stream())
                .toList();
        var user = Optional.ofNullable(System.getProperty("user.name")).orElse("");
        var environment = terminal().environment();
        found.addAll(new MachineLook(Path.of("/"), user, environment).look(platforms, Machine.platform()));
        found.add(new KeysLook(environment).look());
        found.addAll(places(catalog));
        found.addAll(new ServicesLook(environment).look());
        found.addAll(factory());
        return told(new SymptomsText(terminal().ink(), found));
    }

    private Exit told(SymptomsText text) {
        if (isJson()) {
            terminal().document(text.json());
        } else {
            terminal().line(text.toString());
        }
        return text.isHealthy() ? Exit.DONE : Exit.FAILED;
    }

    /** With an empty one all the rest can still be looked at. */
    private Catalog catalog(List<Symptom> found) {
        var named = file.isEmpty() ? terminal().variable("FACTORY_CATALOG").orElse("images.yaml") : file;
        if (named.startsWith("git ")) {
            found.add(Symptom.unseen(
                    "catalog", named + " is read by the factory alone", "Name its file: image-factory doctor FILE."));
            return new Catalog(List.of());
        }
        try {
            var catalog = CatalogPlace.usable(terminal(), named).catalog();
            found.add(Symptom.ok(named, CatalogPlace.counted(catalog.images().size(), "image")));
            return catalog;
        } catch (Refused refused) {
            var problem = refused.problem();
            found.add(Symptom.failed(named, problem.text(), problem.advice()));
            return new Catalog(List.of());
        }
    }

    private List<Symptom> places(Catalog catalog) throws Refused {
        var given = new Registries.Given(registry.insecure(), Optional.ofNullable(registry.config()));
        try (var registries = Registries.open(terminal(), given);
                var worlds = Worlds.sources(terminal(), registries)) {
            World world = worlds.world();
            var staging = terminal().variable("FACTORY_STAGING").orElse(STAGING);
            var found = new ArrayList<>(
                    new PlacesLook(world.registry(), registries::mayPush, world.sources(), staging).look(catalog));
            clock(catalog, given).ifPresent(found::add);
            return found;
        }
    }

    private Optional<Symptom> clock(Catalog catalog, Registries.Given given) {
        var insecure = Registries.insecure(terminal(), given);
        return catalog.images().stream()
                .map(image -> image.repository().registry())
                .distinct()
                .limit(3)
                .flatMap(host ->
                        ClockLook.look(terminal().clock(), host, Dates.of(host, insecure.contains(host))).stream())
                .findFirst();
    }

    private List<Symptom> factory() throws Refused, InterruptedException {
        var url = terminal().variable("FACTORY_URL");
        try (var factory = new Factory(FactoryClient.of(terminal()))) {
            return FactoryLook.look(factory, url.orElse(FactoryClient.LOCAL), url.isPresent());
        }
    }
}
