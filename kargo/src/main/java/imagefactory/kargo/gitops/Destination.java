package imagefactory.kargo.gitops;

import imagefactory.kargo.Setting;
import java.net.URI;
import java.util.Optional;

/**
 * Where made manifests are delivered to.
 *
 * @param branch the repository's default one where empty
 * @param folder from the repository's root
 */
public record Destination(URI repository, Optional<String> branch, String folder, Setting setting) {}
