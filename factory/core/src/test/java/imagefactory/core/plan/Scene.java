package imagefactory.core.plan;

import imagefactory.core.attest.Provenance;
import imagefactory.core.attest.Provenance.Execution;
import imagefactory.core.attest.Provenance.Made;
import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.CatalogFile;
import imagefactory.core.catalog.CatalogInvalid;
import imagefactory.core.catalog.Managed;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Manifest;
import imagefactory.core.source.Snapshot;
import imagefactory.core.source.TreeEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A world with one image in it, which tests change and look at. */
final class Scene {
    static final Backend BUILDAH = new Backend("buildah", 1);
    static final String DEFAULTS = """
            - name: portal
              registry: ghcr.io
              repository: acme/portal
              source: {url: https://git.test/acme/mono.git, branch: main, dockerfile: Dockerfile}
              platforms: [linux/amd64, linux/arm64]
              tags: ["{date}-{time}-{revision}", latest]
            """;

    final FakeRegistry registry = new FakeRegistry();
    private final Map<Digest, Provenance> signed = new HashMap<>();
    private Optional<Digest> remembered = Optional.empty();
    private String yaml = DEFAULTS;
    private Outcome<Snapshot> source = new Done<>(snapshot("FROM debian:12\nCOPY . /\n"));
    private Outcome<Snapshot> next = source;

    Scene() {
        registry.index("debian:12", "debian", Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    }

    static Catalog catalog(String yaml) {
        try {
            return CatalogFile.read("images.yaml", yaml.getBytes(StandardCharsets.UTF_8), Path.of("/"))
                    .catalog();
        } catch (CatalogInvalid e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Snapshot snapshot(String dockerfile) {
        return snapshot(dockerfile, Optional.empty());
    }

    static Snapshot snapshot(String dockerfile, Optional<String> ignore) {
        var files = List.of(file("app/main.c"), file("docs/readme.md"), file("Dockerfile"));
        return new Snapshot(
                Bytes.utf8(dockerfile + ignore).digest().hex().substring(0, 40),
                files,
                Bytes.utf8(dockerfile),
                ignore.map(Bytes::utf8),
                Optional.of("1.4.0\n"));
    }

    static TreeEntry file(String path) {
        return new TreeEntry(path, "100644", Bytes.utf8(path).digest().hex());
    }

    /** Adds a line to the enrolment. */
    Scene enrolled(String line) {
        yaml = yaml + "  " + line + "\n";
        return this;
    }

    Scene tags(String tags) {
        yaml = yaml.replaceAll("tags: .*", "tags: " + tags);
        return this;
    }

    Scene platforms(String platforms) {
        yaml = yaml.replaceAll("platforms: .*", "platforms: " + platforms);
        return this;
    }

    Scene source(Outcome<Snapshot> look) {
        source = look;
        next = look;
        return this;
    }

    /** What is found when it is looked at once more. */
    Scene then(Outcome<Snapshot> look) {
        next = look;
        return this;
    }

    private Outcome<Snapshot> looked() {
        var seen = source;
        source = next;
        return seen;
    }

    /** What the factory knows to have published last. */
    Scene remembered(Digest index) {
        remembered = Optional.of(index);
        return this;
    }

    Scene dockerfile(String content) {
        return source(new Done<>(snapshot(content)));
    }

    Managed image() {
        return catalog(yaml).managed().getFirst();
    }

    Outcome<Observation> look() throws Unavailable {
        return new Observer(world()).observe(image());
    }

    Observation seen() {
        try {
            return switch (look()) {
                case Done(var seen) -> seen;
                case Outcome.Pending<Observation> pending -> throw new IllegalStateException(pending.toString());
                case Outcome.Failed<Observation>(var problem) -> throw new IllegalStateException(problem.toString());
            };
        } catch (Unavailable away) {
            throw new IllegalStateException(away);
        }
    }

    World world() {
        return new World(
                new FakeSources(_ -> looked()),
                registry,
                (_, index) -> Optional.ofNullable(signed.get(index)),
                _ -> remembered,
                Platform.LINUX_AMD64,
                BUILDAH);
    }

    /** Publishes what would be built now, under these tags, with the provenance that the factory signs. */
    Manifest publish(String... tags) {
        return publish("", tags);
    }

    Manifest publish(String epoch, String[] tags) {
        var seen = seen();
        var index = publishUnsigned("published " + seen.inputs() + epoch, tags);
        var made = new TreeMap<Platform, Made>();
        seen.inputs()
                .forEach((platform, inputs) -> made.put(
                        platform,
                        new Made(
                                inputs,
                                epoch,
                                Optional.empty(),
                                FakeRegistry.digest("portal", platform),
                                "buildah 1")));
        var execution = new Execution("1", Instant.EPOCH, Instant.EPOCH, "1");
        signed.put(index.digest(), new Provenance("portal", seen.image().source(), seen.commit(), made, execution));
        return index;
    }

    Manifest publishUnsigned(String content, String... tags) {
        var index =
                registry.index("ghcr.io/acme/portal:" + tags[0], content, Platform.LINUX_AMD64, Platform.LINUX_ARM64);
        for (var tag : tags) {
            registry.put("ghcr.io/acme/portal:" + tag, index);
        }
        return index;
    }
}
