package imagefactory.trust.cosign;

import imagefactory.core.attest.Provenance;
import imagefactory.core.attest.Provenance.Execution;
import imagefactory.core.attest.Provenance.Made;
import imagefactory.core.attest.VulnerabilityReport;
import imagefactory.core.build.Format;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.build.Inputs.Recipe;
import imagefactory.core.build.Mark;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.json.CanonicalJson;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.scan.ScanReport;
import imagefactory.core.source.Source;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** An image of two platforms in a registry, without layers, and what there is to say of it. */
record PublishedImage(Manifest index, SortedMap<Platform, Descriptor> manifests) {
    private static final Instant NOW = Instant.parse("2026-03-01T09:40:59Z");
    private static final ScanReport SCAN = new ScanReport(
            Bytes.utf8("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[]}"),
            Bytes.utf8("{\"SchemaVersion\":2,\"Results\":[]}"),
            List.of(),
            NOW,
            "Trivy 0.74.0");

    static PublishedImage in(RegistryHttp registry, String name) throws IOException, InterruptedException {
        var manifests = new TreeMap<Platform, Descriptor>();
        for (var platform : List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64)) {
            manifests.put(platform, manifest(registry, name, platform));
        }
        var index = Manifest.index(new ArrayList<>(manifests.values()), Map.of());
        registry.put(index.digest().value(), index);
        return new PublishedImage(index, manifests);
    }

    Provenance provenance() {
        var made = new TreeMap<Platform, Made>();
        manifests.forEach((platform, manifest) -> made.put(
                platform, new Made(inputs(platform), "", Optional.empty(), manifest.digest(), "buildah 1.28.2")));
        var source = new Source(URI.create("https://git.example.org/acme/portal.git"), "main", "Dockerfile", "");
        return new Provenance(
                "portal",
                source,
                "8f4e2c1d0b9a8f7e6d5c4b3a2918f7e6d5c4b3a2",
                made,
                new Execution("19", NOW, NOW, "1.0"));
    }

    static ScanReport scan() {
        return SCAN;
    }

    static VulnerabilityReport vulnerabilities() {
        return new VulnerabilityReport(SCAN, "19", NOW, NOW);
    }

    private static Descriptor manifest(RegistryHttp registry, String name, Platform platform)
            throws IOException, InterruptedException {
        var config = registry.putBlob(
                MediaTypes.OCI_CONFIG,
                CanonicalJson.write(Map.of(
                        "os",
                        platform.os(),
                        "architecture",
                        platform.architecture(),
                        "config",
                        Map.of("Labels", Map.of("name", name)),
                        "rootfs",
                        Map.of("type", "layers", "diff_ids", List.of()))));
        var bytes = CanonicalJson.write(Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaTypes.OCI_MANIFEST,
                "config",
                config.json(),
                "layers",
                List.of()));
        var content = new Manifest.Content(
                Optional.of(config), List.of(), List.of(), Optional.empty(), Optional.empty(), new TreeMap<>());
        var manifest = new Manifest(MediaTypes.OCI_MANIFEST, bytes, content);
        registry.put(manifest.digest().value(), manifest);
        return manifest.descriptor().in(platform, new Mark(inputs(platform).digest(), "").annotations());
    }

    private static Inputs inputs(Platform platform) {
        var base = Bytes.utf8("debian " + platform).digest();
        return new Inputs(
                platform,
                Bytes.utf8("context").digest(),
                Bytes.utf8("dockerfile").digest(),
                Optional.empty(),
                new Recipe(Optional.empty(), new TreeMap<>(), new TreeMap<>(), List.of(), Format.AUTO),
                List.of(new Pin(ImageRef.parse("debian:12"), platform, base)),
                new Backend("buildah", 1));
    }
}
