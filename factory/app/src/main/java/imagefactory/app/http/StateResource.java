package imagefactory.app.http;

import imagefactory.app.planning.Catalogs;
import imagefactory.app.store.BaseSeen;
import imagefactory.app.store.StateRows;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.Registry;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the state files of the programs that this one follows tell, out and in. */
@Path("/state")
public class StateResource {
    private static final int MOST = 1000;

    private final Catalogs catalogs;
    private final StateRows rows;
    private final Registry registry;
    private final Answers answers;
    private final Clock clock;

    StateResource(Catalogs catalogs, StateRows rows, Registry registry, Answers answers, Clock clock) {
        this.catalogs = catalogs;
        this.rows = rows;
        this.registry = registry;
        this.answers = answers;
        this.clock = clock;
    }

    /**
     * A base that somebody else has watched.
     *
     * @param platform absent where the digest is that of an index, or nobody knows
     */
    public record Watched(
            @Nullable String reference,
            @Nullable String platform,
            @Nullable String digest,
            @Nullable String previous,
            @Nullable Instant changedAt) {}

    /** Up to a thousand of them. */
    public record Given(@Nullable List<Watched> bases) {}

    /** All enrolled images and all bases that were seen. */
    @GET
    public Response all(@Context Request request) {
        var names =
                catalogs.current().images().stream().map(EnrolledImage::name).toList();
        return answers.document(request, Map.of("images", rows.images(names), "bases", rows.bases()));
    }

    /** Takes over since when bases point where they do; answers with what was news, and why some could not be taken. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response take(@Nullable Given given) throws Refused {
        var bases = Optional.ofNullable(given).map(Given::bases).orElse(List.of());
        if (bases.isEmpty() || bases.size() > MOST) {
            throw new Refused(new Problem(
                    Problem.Code.BAD_REQUEST,
                    "The state cannot be taken: " + bases.size() + " bases are given.",
                    "Send {\"bases\": […]} with 1 to " + MOST + " of them."));
        }
        int taken = 0;
        var left = new ArrayList<Map<String, String>>();
        for (var base : bases) {
            try {
                taken += take(base);
            } catch (IllegalArgumentException | Refused | Unavailable e) {
                left.add(Map.of(
                        "reference", String.valueOf(base.reference()), "because", String.valueOf(e.getMessage())));
            }
        }
        return Response.ok(Map.of("taken", taken, "left", left)).build();
    }

    private int take(Watched base) throws Refused, Unavailable {
        var now = clock.instant();
        var changed = need(base.changedAt(), "changedAt");
        if (changed.isAfter(now)) {
            throw new IllegalArgumentException("changedAt " + changed + " lies in the future");
        }
        var reference = ImageRef.parse(need(base.reference(), "reference"));
        var digest = new Digest(need(base.digest(), "digest"));
        var previous = Optional.ofNullable(base.previous()).map(Digest::new);
        int taken = 0;
        for (var on : platforms(base, reference, digest)) {
            var platform = on.platform().orElseThrow();
            // what was there before is known of the index alone, where the digest is one
            var before = on.digest().equals(digest) ? previous : Optional.<Digest>empty();
            taken += rows.restore(new BaseSeen(reference, platform, on.digest(), before, changed, now)) ? 1 : 0;
        }
        return taken;
    }

    private List<Descriptor> platforms(Watched base, ImageRef reference, Digest digest) throws Refused, Unavailable {
        if (base.platform() != null) {
            return List.of(new Descriptor("", digest, 0).in(Platform.parse(base.platform()), Map.of()));
        }
        var manifest = registry.manifest(ImageRef.of(reference.repository(), digest))
                .orElseThrow(() -> new IllegalArgumentException(
                        "its registry has " + digest + " no more, so its platforms are not known"));
        if (manifest.isIndex()) {
            return manifest.content().manifests().stream()
                    .filter(child -> child.platform()
                            .filter(it -> !it.os().equals("unknown"))
                            .isPresent())
                    .toList();
        }
        return List.of(alone(reference, manifest));
    }

    private Descriptor alone(ImageRef reference, Manifest manifest) throws Refused, Unavailable {
        var config = manifest.content().config().orElseThrow(() -> new IllegalArgumentException("it is no image"));
        return manifest.descriptor()
                .in(registry.config(reference.repository(), config).platform(), Map.of());
    }

    private static <T> T need(@Nullable T value, String name) {
        return Optional.ofNullable(value).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }
}
