package imagefactory.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How registries are spoken to. */
final class RegistryOptions {
    @Option(
            names = "--insecure-registry",
            paramLabel = "HOST:PORT",
            description = "Speak to this registry by plain http; also those of FACTORY_REGISTRY_INSECURE.")
    private List<String> insecure = new ArrayList<>();

    @Option(
            names = "--registry-config",
            paramLabel = "FILE",
            description = "Accounts of registries (default: FACTORY_REGISTRY_CONFIG, or docker's config.json).")
    private @Nullable Path config;

    List<String> insecure() {
        return insecure;
    }

    @Nullable
    Path config() {
        return config;
    }
}
