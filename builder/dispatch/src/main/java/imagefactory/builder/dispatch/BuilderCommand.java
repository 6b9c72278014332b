package imagefactory.builder.dispatch;

import imagefactory.core.build.BuildRequest;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Pin;
import imagefactory.core.source.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the builder program is told for one request: a pure function, the same for all executors. */
public final class BuilderCommand {
    private final List<String> line = new ArrayList<>();

    private BuilderCommand() {}

    /**
     * @param places the flags that say where the builder writes: these are the executor's own
     * @return the arguments of the program, as the operating system takes them; no shell reads them
     */
    public static List<String> of(BuildRequest request, Access access, List<String> places) {
        var command = new BuilderCommand();
        command.source(request.source(), request.commit());
        command.flag("--destination", request.destination());
        command.inputs(request.inputs());
        command.line.add("--cache=" + (request.layers() != BuildRequest.Layers.NONE));
        command.access(access);
        command.line.addAll(places);
        return List.copyOf(command.line);
    }

    private void source(Source source, String commit) {
        flag("--context", source.repository());
        flag("--git-revision", commit);
        if (!source.context().isEmpty()) {
            flag("--context-sub-path", source.context());
        }
        flag("--dockerfile", Path.of(source.context()).relativize(Path.of(source.dockerfile())));
    }

    private void inputs(Inputs inputs) {
        flag("--custom-platform", inputs.platform());
        flag("--expect-context", inputs.context());
        var recipe = inputs.recipe();
        recipe.target().ifPresent(target -> flag("--target", target));
        recipe.args().forEach((name, value) -> flag("--build-arg", name + "=" + value));
        recipe.labels().forEach((name, value) -> flag("--label", name + "=" + value));
        flag("--format", recipe.format());
        inputs.pins().forEach(pin -> flag("--pin", text(pin)));
    }

    private void access(Access access) {
        access.registryConfig().ifPresent(file -> flag("--registry-config", file));
        access.insecureRegistries().forEach(host -> flag("--insecure-registry", host));
        access.authorities().forEach(file -> flag("--registry-certificate", file.toAbsolutePath()));
        access.gitCredentials().ifPresent(folder -> flag("--git-credentials", folder));
    }

    /** One argument for flag and value: a value that begins with a dash stays a value. */
    private void flag(String name, Object value) {
        line.add(name + "=" + value);
    }

    private static String text(Pin pin) {
        return pin.reference() + "|" + pin.platform() + "=" + pin.manifest();
    }
}
