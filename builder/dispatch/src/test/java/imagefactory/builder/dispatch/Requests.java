package imagefactory.builder.dispatch;

import imagefactory.core.build.BuildRequest;
import imagefactory.core.build.Format;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.source.Source;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Build requests for tests. */
public final class Requests {
    public static final Digest BASE = Digest.of("a base".getBytes(StandardCharsets.UTF_8));
    public static final Digest CONTEXT = Digest.of("a context".getBytes(StandardCharsets.UTF_8));

    private Requests() {}

    /** Requests with different names have different keys. */
    public static BuildRequest named(String name) {
        return request(source("Dockerfile", ""), recipe(Optional.empty(), Map.of("NAME", name), Map.of()), false);
    }

    public static BuildRequest request(Source source, Inputs.Recipe recipe, boolean noCache) {
        var inputs = new Inputs(
                Platform.LINUX_ARM64,
                CONTEXT,
                Digest.of(new byte[] {1}),
                Optional.empty(),
                recipe,
                List.of(new Pin(ImageRef.parse("127.0.0.1:5000/base/debian:12"), Platform.LINUX_ARM64, BASE)),
                new Inputs.Backend("buildah", 1));
        return new BuildRequest(
                "portal",
                source,
                "4be1c0ffee4be1c0ffee4be1c0ffee4be1c0ffee",
                inputs,
                "",
                Repository.parse("127.0.0.1:5000/demo/portal-build"),
                noCache ? BuildRequest.Layers.NONE : BuildRequest.Layers.SHARED);
    }

    /** The same, for another image. */
    public static BuildRequest pushedTo(BuildRequest request, String staging) {
        return new BuildRequest(
                "twin",
                request.source(),
                request.commit(),
                request.inputs(),
                request.epoch(),
                Repository.parse(staging),
                request.layers());
    }

    public static Source source(String dockerfile, String context) {
        return new Source(URI.create("https://git.example.com/acme/portal.git"), "main", dockerfile, context);
    }

    public static Inputs.Recipe recipe(Optional<String> target, Map<String, String> args, Map<String, String> labels) {
        return new Inputs.Recipe(target, new TreeMap<>(args), new TreeMap<>(labels), List.of(), Format.OCI);
    }
}
