package imagefactory.builder.dispatch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a build may use beyond its own folder, by where its builder finds it.
 *
 * @param registryConfig a {@code config.json} with the credentials of the staging repository and of the bases
 * @param insecureRegistries hosts that are spoken to without TLS: {@code 127.0.0.1:5000}
 * @param authorities PEM files, or folders of them, that certificates of registries are believed by, beside the system's
 * @param gitCredentials a folder with files for each git host: an account, a key, the authority of its certificate
 */
public record Access(
        Optional<Path> registryConfig,
        List<String> insecureRegistries,
        List<Path> authorities,
        Optional<Path> gitCredentials) {
    public static final Access NONE = new Access(Optional.empty(), List.of(), List.of(), Optional.empty());

    public Access {
        insecureRegistries = List.copyOf(insecureRegistries);
        authorities = List.copyOf(authorities);
    }
}
