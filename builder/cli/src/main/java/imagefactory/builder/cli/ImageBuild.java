package imagefactory.builder.cli;

import imagefactory.core.build.Pin;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Registry;
import imagefactory.oci.http.HttpRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One build from its source to the registry. */
final class ImageBuild {
    private final Order order;
    private final Child child;
    private final Log log;
    private final Toolbox tools;
    private final Workspace workspace;

    ImageBuild(Order order, Map<String, String> environment, Workspace workspace, Child child, Log log) {
        this.order = order;
        this.workspace = workspace;
        this.child = child;
        this.log = log;
        tools = new Toolbox(order, environment, workspace);
    }

    /** @throws Refused with what a person has to act on */
    Metadata.Built run() throws Refused, Unavailable, IOException {
        var begun = Instant.now();
        var commands = tools.commands();
        var backend = Task.start(() -> Buildah.version(commands, child));
        try (var origin =
                Origin.of(order.place(), tools.gitCache(), order.access().gitCredentials())) {
            var prepared = Preparation.of(origin, order.recipe(), backend.get());
            origin.checkout(prepared.files(), workspace.context());
            Files.writeString(workspace.dockerfile(), prepared.dockerfile().text());
            var buildah = new Buildah(commands, child, tools.environment(), log);
            var reached = Task.start(this::reached);
            var image = buildah.build(build(prepared));
            try (var registry = reached.get()) { // a build that failed does not wait for it: the program ends
                var pins = Task.start(() -> seen(buildah, prepared));
                var manifest = deliver(buildah, image, registry);
                return new Metadata.Built(
                        manifest,
                        prepared.context(),
                        pins.get(),
                        backend.get().toString(),
                        Duration.between(begun, Instant.now()).toMillis());
            }
        }
    }

    private BuildahCommands.Build build(Preparation prepared) throws IOException {
        var recipe = order.recipe();
        return new BuildahCommands.Build(
                recipe.platform(),
                prepared.format(),
                Optional.of(prepared.target()),
                prepared.args(),
                recipe.labels(),
                tools.isolation(),
                prepared.dockerfile().cacheable() ? recipe.cache() : Order.Cache.NONE,
                !prepared.pinned(),
                workspace.dockerfile(),
                workspace.context(),
                workspace.imageId());
    }

    /**
     * The bases by what Buildah's storage has under the names that it was told, where it looked for them too. A name with a
     * digest is there only if that manifest was pulled and hashed; what has none is told by the storage.
     */
    private static List<Pin> seen(Buildah buildah, Preparation prepared) throws IOException {
        var pins = new ArrayList<Pin>();
        for (var held : prepared.held()) {
            buildah.digest(held.told())
                    .map(stored -> held.seenAs(held.told().digest().orElse(stored)))
                    .ifPresent(pins::add);
        }
        return pins;
    }

    private Optional<Descriptor> deliver(Buildah buildah, String image, Registry registry)
            throws Refused, Unavailable, IOException {
        var output = order.output();
        if (!output.push()) {
            for (var destination : output.destinations()) {
                buildah.tag(image, destination);
            }
            return Optional.empty();
        }
        var digests = new ArrayList<Digest>();
        for (var destination : output.destinations()) {
            digests.add(buildah.push(image, destination, workspace.digest(), output.attempts()));
        }
        var first = output.destinations().getFirst();
        digestFiles(first, digests.getFirst());
        return Optional.of(arrived(registry, ImageRef.of(first.repository(), digests.getFirst())));
    }

    private void digestFiles(ImageRef destination, Digest digest) throws IOException {
        var output = order.output();
        if (output.digestFile().isPresent()) {
            Files.writeString(output.digestFile().get(), digest.value());
        }
        if (output.nameFile().isPresent()) {
            Files.writeString(output.nameFile().get(), destination.repository() + "@" + digest);
        }
    }

    private static Descriptor arrived(Registry registry, ImageRef image) throws Refused, Unavailable {
        return registry.head(image)
                .orElseThrow(() -> new Refused(new Problem(
                        Problem.Code.REGISTRY_WRONG,
                        "The registry took " + image + " and does not have it.",
                        "Look at the registry's log and its storage.")));
    }

    /**
     * Made and asked once while the build runs, so that authorities are read and all is loaded when the answer is needed; what
     * it says is asked later again.
     */
    private HttpRegistry reached() {
        var registry = tools.registry();
        if (order.output().push()) {
            try {
                registry.head(order.output().destinations().getFirst());
            } catch (Refused | Unavailable e) {
                log.info("Asked before the build, the registry said: " + e.getMessage());
            }
        }
        return registry;
    }
}
