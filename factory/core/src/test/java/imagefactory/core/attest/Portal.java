package imagefactory.core.attest;

import imagefactory.core.attest.Provenance.Execution;
import imagefactory.core.attest.Provenance.Made;
import imagefactory.core.build.Format;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.build.Inputs.Recipe;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.source.Source;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An image of two platforms to say things of. */
final class Portal {
    static final Source SOURCE =
            new Source(URI.create("https://git.example.org/acme/portal.git"), "main", "Dockerfile", "app");
    static final String COMMIT = "8f4e2c1d0b9a8f7e6d5c4b3a2918f7e6d5c4b3a2";
    static final Recipe RECIPE = new Recipe(
            Optional.of("runtime"),
            new TreeMap<>(Map.of("VERSION", "1.4", "GREETING", "\"grüß\" & <gott>")),
            new TreeMap<>(Map.of("org.opencontainers.image.vendor", "acme")),
            List.of("npm"),
            Format.OCI);
    static final Execution EXECUTION = new Execution(
            "19", Instant.parse("2026-03-01T09:40:31Z"), Instant.parse("2026-03-01T09:40:59.120Z"), "1.0");

    private Portal() {}

    static Digest digest(String content) {
        return Bytes.utf8(content).digest();
    }

    static Inputs inputs(Platform platform) {
        return new Inputs(
                platform,
                digest("context"),
                digest("dockerfile"),
                Optional.of(digest("dockerignore")),
                RECIPE,
                List.of(
                        new Pin(ImageRef.parse("debian:12"), platform, digest("debian " + platform)),
                        new Pin(ImageRef.parse("ghcr.io/acme/node:22"), Platform.LINUX_AMD64, digest("node amd64"))),
                new Backend("buildah", 1));
    }

    static Made made(Platform platform) {
        return new Made(
                inputs(platform),
                "",
                inputs(platform).pins().stream().findFirst(),
                digest("manifest " + platform),
                "buildah 1.28.2");
    }

    static Provenance provenance(Platform... platforms) {
        var made = new TreeMap<Platform, Made>();
        for (var platform : platforms) {
            made.put(platform, made(platform));
        }
        return new Provenance("portal", SOURCE, COMMIT, made, EXECUTION);
    }
}
