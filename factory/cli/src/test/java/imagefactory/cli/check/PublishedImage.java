package imagefactory.cli.check;

import imagefactory.core.attest.Attestations;
import imagefactory.core.attest.Provenance;
import imagefactory.core.attest.VulnerabilityReport;
import imagefactory.core.build.Format;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Mark;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.json.CanonicalJson;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.registry.Registry;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.sign.Signer;
import imagefactory.core.sign.Statement;
import imagefactory.core.source.Source;
import imagefactory.oci.Images;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An image of two platforms, published as the factory does it: what a test takes away is what is wrong with it. */
public final class PublishedImage {
    private static final Instant AT = Instant.parse("2026-11-21T09:40:32Z");

    private final Registry registry;
    private final Repository repository;
    private final Signer signer;
    private final List<String> unsaid = new ArrayList<>();
    private final Map<Platform, Pin> bases = new TreeMap<>();
    private Optional<Digest> marked = Optional.empty();

    public PublishedImage(Registry registry, Repository repository, Signer signer) {
        this.registry = registry;
        this.repository = repository;
        this.signer = signer;
    }

    /** Nothing of this type is said about any part of it. */
    public PublishedImage without(String predicateType) {
        unsaid.add(predicateType);
        return this;
    }

    /** The index says these inputs of linux/amd64. */
    public PublishedImage marked(Digest inputs) {
        marked = Optional.of(inputs);
        return this;
    }

    /** The provenance says that it is built on an image of this layer. */
    public PublishedImage on(String layer) throws Exception {
        for (var platform : List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64)) {
            var base = image(platform, layer);
            bases.put(platform, new Pin(ImageRef.of(repository, "base"), platform, base.digest()));
        }
        return this;
    }

    /** It is built on an image that its registry no longer has. */
    public PublishedImage onWhatIsGone() {
        for (var platform : List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64)) {
            var gone = Bytes.utf8("gone " + platform).digest();
            bases.put(platform, new Pin(ImageRef.of(repository, "base"), platform, gone));
        }
        return this;
    }

    /** @return its index, by digest, which is under the tag {@code latest} too */
    public ImageRef publish() throws Exception {
        var amd64 = image(Platform.LINUX_AMD64, "layer");
        var arm64 = image(Platform.LINUX_ARM64, "layer");
        var index = Manifest.index(
                List.of(
                        amd64.in(
                                Platform.LINUX_AMD64,
                                new Mark(
                                                marked.orElse(inputs(Platform.LINUX_AMD64)
                                                        .digest()),
                                                "")
                                        .annotations()),
                        arm64.in(Platform.LINUX_ARM64, mark(Platform.LINUX_ARM64))),
                Map.of());
        registry.put(ImageRef.of(repository, "latest"), index);
        sign(index.descriptor(), Attestations.signature(subject(index.digest())));
        sign(index.descriptor(), Attestations.provenance(subject(index.digest()), provenance(amd64, arm64)));
        for (var image : List.of(amd64, arm64)) {
            attest(image);
        }
        return ImageRef.of(repository, index.digest());
    }

    private void attest(Descriptor image) throws Exception {
        var scan = new ScanReport(
                Bytes.utf8("{\"bomFormat\":\"CycloneDX\"}"), Bytes.utf8("{}"), List.of(), AT, "trivy 0.74.0");
        sign(image, Attestations.signature(subject(image.digest())));
        sign(image, Attestations.sbom(subject(image.digest()), scan));
        var report = new VulnerabilityReport(scan, "18", AT, AT);
        sign(image, Attestations.vulnerabilities(subject(image.digest()), report));
    }

    private void sign(Descriptor subject, Statement statement) throws Exception {
        if (!unsaid.contains(statement.predicateType())) {
            try (var images = new Images(registry)) {
                images.attachBundles(
                        repository,
                        subject,
                        List.of(new Images.Attachment(signer.sign(statement), statement.annotations(AT))));
            }
        }
    }

    private Descriptor image(Platform platform, String content) throws Exception {
        var config = CanonicalJson.write(Map.of(
                "os", platform.os(),
                "architecture", platform.architecture(),
                "config", Map.of(),
                "rootfs",
                        Map.of(
                                "type",
                                "layers",
                                "diff_ids",
                                List.of(Bytes.utf8(content).digest()))));
        var layer = Bytes.utf8(content);
        put(config);
        put(layer);
        var bytes = CanonicalJson.write(Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaTypes.OCI_MANIFEST,
                "config",
                new Descriptor(MediaTypes.OCI_CONFIG, config.digest(), config.size()).json(),
                "layers",
                List.of(new Descriptor("application/vnd.oci.image.layer.v1.tar", layer.digest(), layer.size())
                        .json())));
        var none = new Manifest.Content(
                Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(), new TreeMap<>());
        var manifest = new Manifest(MediaTypes.OCI_MANIFEST, bytes, none);
        registry.put(ImageRef.of(repository, manifest.digest()), manifest);
        return new Descriptor(MediaTypes.OCI_MANIFEST, manifest.digest(), bytes.size());
    }

    private void put(Bytes blob) throws Exception {
        registry.putBlob(
                repository,
                new Descriptor("application/octet-stream", blob.digest(), blob.size()),
                () -> new ByteArrayInputStream(blob.array()));
    }

    private Statement.Subject subject(Digest digest) {
        return new Statement.Subject(repository.toString(), digest);
    }

    private Provenance provenance(Descriptor amd64, Descriptor arm64) {
        var made = new TreeMap<>(Map.of(
                Platform.LINUX_AMD64, made(Platform.LINUX_AMD64, amd64),
                Platform.LINUX_ARM64, made(Platform.LINUX_ARM64, arm64)));
        var source = new Source(URI.create("file:///srv/demo.git"), "main", "portal/Dockerfile", "portal");
        var execution = new Provenance.Execution("18", AT, AT, "1");
        return new Provenance("portal", source, "3f2c9d1a".repeat(5), made, execution);
    }

    private Provenance.Made made(Platform platform, Descriptor image) {
        return new Provenance.Made(
                inputs(platform), "", Optional.ofNullable(bases.get(platform)), image.digest(), "buildah 1.28.2");
    }

    private Map<String, String> mark(Platform platform) {
        return new Mark(inputs(platform).digest(), "").annotations();
    }

    private Inputs inputs(Platform platform) {
        var recipe = new Inputs.Recipe(Optional.empty(), new TreeMap<>(), new TreeMap<>(), List.of(), Format.AUTO);
        var base = bases.getOrDefault(
                platform,
                new Pin(
                        ImageRef.parse("debian:12"),
                        platform,
                        Bytes.utf8(platform.toString()).digest()));
        return new Inputs(
                platform,
                Bytes.utf8("context").digest(),
                Bytes.utf8("Dockerfile").digest(),
                Optional.empty(),
                recipe,
                List.of(base),
                new Inputs.Backend("buildah", 1));
    }
}
