package imagefactory.trust;

import imagefactory.core.attest.Provenance;
import imagefactory.core.attest.Provenance.Execution;
import imagefactory.core.attest.Provenance.Made;
import imagefactory.core.build.Format;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.build.Inputs.Recipe;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.sign.Statement;
import imagefactory.core.source.Source;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads what {@link Provenance#json} wrote, whole: the value is the same again.
 *
 * <p>It is compared with itself: the inputs that it tells have to give the digest and the key that it states.
 */
public final class ProvenanceReader {
    private final Json definition;
    private final Json asked;
    private final Json details;
    private final List<Json> dependencies;

    private ProvenanceReader(Json predicate) {
        definition = predicate.get("buildDefinition");
        asked = definition.get("externalParameters");
        details = predicate.get("runDetails");
        dependencies = definition.get("resolvedDependencies").list();
    }

    /**
     * The provenance that a verified statement states.
     *
     * @throws Refused with {@code signature-invalid} if it is none of the factory's
     */
    public static Provenance read(Statement statement) throws Refused {
        try {
            if (!statement.predicateType().equals(Statement.SLSA_PROVENANCE)) {
                throw new IllegalArgumentException("it is a " + statement.predicateType());
            }
            return new ProvenanceReader(Json.read("the predicate", statement.predicate())).provenance();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Refused(
                    new Problem(
                            Code.SIGNATURE_INVALID,
                            "A signed provenance was read and is none of the factory's: " + e.getMessage() + ".",
                            "If another program signs with the same key, give it a key of its own; else ask for a rebuild."),
                    e);
        }
    }

    private Provenance provenance() {
        definition.get("buildType").is(Provenance.BUILD_TYPE);
        details.get("builder").get("id").is(Provenance.BUILDER);
        var made = new TreeMap<Platform, Made>();
        for (var platform : asked.get("platforms").list()) {
            made.put(Platform.parse(platform.text()), made(platform.text()));
        }
        return new Provenance(asked.get("image").text(), source(), commit(), made, execution());
    }

    private Source source() {
        var source = asked.get("source");
        return new Source(
                URI.create(source.get("repository").text()),
                source.get("branch").text(),
                source.get("dockerfile").text(),
                source.get("context").text());
    }

    private String commit() {
        var dependency = dependency("source").orElseThrow(() -> new IllegalArgumentException("it names no source"));
        return dependency.get("digest").get("gitCommit").text();
    }

    private Execution execution() {
        var metadata = details.get("metadata");
        return new Execution(
                metadata.get("invocationId").text(),
                Instant.parse(metadata.get("startedOn").text()),
                Instant.parse(metadata.get("finishedOn").text()),
                details.get("builder").get("version").get("image-factory").text());
    }

    private Made made(String name) {
        var internals = definition.get("internalParameters").get("platforms").get(name);
        var byproduct = details.get("byproducts").list().stream()
                .filter(each -> each.get("name").text().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it names no manifest for " + name));
        var inputs = inputs(Platform.parse(name), internals.get("backend"));
        var made = new Made(
                inputs,
                internals.get("epoch").text(),
                internals.has("base") ? Optional.of(base(inputs, internals.get("base"))) : Optional.empty(),
                digest(byproduct),
                byproduct.get("annotations").get("backend").text());
        internals.get("inputs").is(made.inputs().digest().value());
        internals.get("key").is(made.key().value());
        return made;
    }

    private static Pin base(Inputs inputs, Json named) {
        return inputs.pins().stream()
                .filter(pin ->
                        pin.reference().toString().equals(named.get("name").text()))
                .filter(pin ->
                        pin.platform().toString().equals(named.get("platform").text()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(named.place() + " is none of the dependencies"));
    }

    private Inputs inputs(Platform platform, Json backend) {
        return new Inputs(
                platform,
                file("context").orElseThrow(() -> new IllegalArgumentException("it names no context")),
                file("dockerfile").orElseThrow(() -> new IllegalArgumentException("it names no Dockerfile")),
                file("dockerignore"),
                recipe(),
                dependencies.stream()
                        .filter(each -> isBaseOf(each, platform))
                        .map(ProvenanceReader::pin)
                        .toList(),
                new Backend(
                        backend.get("name").text(), backend.get("generation").number()));
    }

    private Recipe recipe() {
        return new Recipe(
                asked.has("target") ? Optional.of(asked.get("target").text()) : Optional.empty(),
                asked.get("args").map(Json::text),
                asked.get("labels").map(Json::text),
                asked.get("secrets").list().stream().map(Json::text).toList(),
                Format.parse(asked.get("format").text()));
    }

    private Optional<Digest> file(String name) {
        return dependency(name).map(ProvenanceReader::digest);
    }

    /** Bases carry annotations, and could have any name. */
    private Optional<Json> dependency(String name) {
        return dependencies.stream()
                .filter(each -> !each.has("annotations"))
                .filter(each -> each.get("name").text().equals(name))
                .findFirst();
    }

    private static boolean isBaseOf(Json dependency, Platform platform) {
        return dependency.has("annotations")
                && dependency.get("annotations").get("builds").list().stream()
                        .anyMatch(build -> build.text().equals(platform.toString()));
    }

    private static Pin pin(Json base) {
        return new Pin(
                ImageRef.parse(base.get("name").text()),
                Platform.parse(base.get("annotations").get("platform").text()),
                digest(base));
    }

    private static Digest digest(Json of) {
        var algorithms = of.get("digest").map(Json::text);
        if (algorithms.size() != 1) {
            throw new IllegalArgumentException(of.place() + ".digest is not by one algorithm");
        }
        var only = algorithms.firstEntry();
        return new Digest(only.getKey() + ":" + only.getValue());
    }
}
