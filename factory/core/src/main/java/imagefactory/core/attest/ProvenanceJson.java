package imagefactory.core.attest;

import imagefactory.core.attest.Provenance.Made;
import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.json.CanonicalJson;
import imagefactory.core.source.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The words of SLSA provenance v1 (slsa.dev/provenance/v1, "Schema") for a {@link Provenance}. */
final class ProvenanceJson {
    private ProvenanceJson() {}

    static Bytes of(Provenance provenance) {
        return CanonicalJson.write(
                Map.of("buildDefinition", definition(provenance), "runDetails", details(provenance)));
    }

    private static Map<String, Object> definition(Provenance provenance) {
        return Map.of(
                "buildType", Provenance.BUILD_TYPE,
                "externalParameters", asked(provenance),
                "internalParameters", Map.of("platforms", internals(provenance)),
                "resolvedDependencies", dependencies(provenance));
    }

    private static Map<String, Object> asked(Provenance provenance) {
        var recipe = provenance.recipe();
        return Map.of(
                "image", provenance.image(),
                "source", json(provenance.source()),
                "target", recipe.target(),
                "args", recipe.args(),
                "labels", recipe.labels(),
                "secrets", recipe.secrets(),
                "format", recipe.format(),
                "platforms", provenance.platforms().keySet());
    }

    private static Map<String, Object> json(Source source) {
        return Map.of(
                "repository", source.repository(),
                "branch", source.branch(),
                "dockerfile", source.dockerfile(),
                "context", source.context());
    }

    private static Map<String, Object> internals(Provenance provenance) {
        var json = new TreeMap<String, Object>();
        provenance.platforms().forEach((platform, made) -> json.put(platform.toString(), json(made)));
        return json;
    }

    private static Map<String, Object> json(Made made) {
        return Map.of(
                "inputs", made.inputs().digest(),
                "epoch", made.epoch(),
                "key", made.key(),
                "base", made.base().map(ProvenanceJson::named),
                "backend", json(made.inputs().backend()));
    }

    /** Enough to find it among the dependencies. */
    private static Map<String, Object> named(Pin base) {
        return Map.of("name", base.reference(), "platform", base.platform());
    }

    private static Map<String, Object> json(Backend backend) {
        return Map.of("name", backend.name(), "generation", backend.generation());
    }

    private static List<Object> dependencies(Provenance provenance) {
        var inputs = provenance.any();
        var all = new ArrayList<Object>();
        all.add(Map.of(
                "name", "source",
                "uri", uri(provenance.source()),
                "digest", Map.of("gitCommit", provenance.commit())));
        all.add(Map.of("name", "context", "digest", json(inputs.context())));
        all.add(Map.of("name", "dockerfile", "digest", json(inputs.dockerfile())));
        inputs.dockerignore().ifPresent(ignore -> all.add(Map.of("name", "dockerignore", "digest", json(ignore))));
        bases(provenance).forEach((pin, platforms) -> all.add(json(pin, platforms)));
        return all;
    }

    /** Each base once, with the platforms that were built from it. */
    private static SortedMap<Pin, SortedSet<Platform>> bases(Provenance provenance) {
        var bases = new TreeMap<Pin, SortedSet<Platform>>(
                Comparator.<Pin>naturalOrder().thenComparing(Pin::manifest));
        provenance
                .platforms()
                .forEach((platform, made) -> made.inputs()
                        .pins()
                        .forEach(pin -> bases.computeIfAbsent(pin, first -> new TreeSet<>())
                                .add(platform)));
        return bases;
    }

    private static Map<String, Object> json(Pin pin, SortedSet<Platform> platforms) {
        return Map.of(
                "name", pin.reference(),
                "uri", purl(pin.reference(), pin.platform()),
                "digest", json(pin.manifest()),
                "annotations", Map.of("platform", pin.platform(), "builds", platforms));
    }

    private static Map<String, Object> details(Provenance provenance) {
        var execution = provenance.execution();
        return Map.of(
                "builder",
                Map.of("id", Provenance.BUILDER, "version", Map.of("image-factory", execution.factory())),
                "metadata",
                Map.of(
                        "invocationId", execution.run(),
                        "startedOn", execution.started(),
                        "finishedOn", execution.finished()),
                "byproducts",
                provenance.platforms().values().stream()
                        .map(ProvenanceJson::manifest)
                        .toList());
    }

    private static Map<String, Object> manifest(Made made) {
        return Map.of(
                "name", made.inputs().platform(),
                "digest", json(made.manifest()),
                "annotations", Map.of("backend", made.backend()));
    }

    private static Map<String, Object> json(Digest digest) {
        return Map.of(digest.algorithm(), digest.hex());
    }

    /** As SPDX and SLSA write where a source comes from: {@code git+https://host/path@refs/heads/main}. */
    private static String uri(Source source) {
        return "git+" + source.repository() + "@refs/heads/" + source.branch();
    }

    /** A package URL as BuildKit writes it, so that tools that read its provenance read this one. */
    private static String purl(ImageRef reference, Platform platform) {
        var repository = reference.repository();
        var name = repository.registry().equals("docker.io")
                ? repository.path().replaceFirst("^library/", "")
                : repository.toString();
        return "pkg:docker/"
                + name
                + reference.tag().map(tag -> "@" + tag).orElse("")
                + reference.digest().map(digest -> "?digest=" + digest + "&").orElse("?")
                + "platform="
                + platform.toString().replace("/", "%2F");
    }
}
