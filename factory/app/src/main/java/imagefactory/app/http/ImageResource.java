package imagefactory.app.http;

import imagefactory.app.planning.Catalogs;
import imagefactory.app.promotion.Rollbacks;
import imagefactory.app.store.Chains;
import imagefactory.app.store.Images;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.image.Digest;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.promote.Pipeline.Rollback;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The enrolled images, and how they stand. */
@Path("/images")
public class ImageResource {
    private static final int MAX_PAGE = 1000;

    private final Catalogs catalogs;
    private final Images images;
    private final Chains chains;
    private final Rollbacks rollbacks;
    private final Answers answers;

    ImageResource(Catalogs catalogs, Images images, Chains chains, Rollbacks rollbacks, Answers answers) {
        this.catalogs = catalogs;
        this.images = images;
        this.chains = chains;
        this.rollbacks = rollbacks;
        this.answers = answers;
    }

    /**
     * What a person asks for.
     *
     * @param to a digest; absent for what the stage had before
     */
    public record Back(
            @Nullable String stage,
            @Nullable String to,
            @Nullable String by,
            @Nullable String why) {}

    /** A page, by name: a cursor that stays good while images come and go. {@code next} is the cursor of the page behind it. */
    @GET
    public Response all(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("200") int limit,
            @Context Request request) {
        var size = Math.clamp(limit, 1, MAX_PAGE);
        var behind = catalogs.current().images().stream()
                .filter(image -> image.name().compareTo(after) > 0)
                .sorted(Comparator.comparing(EnrolledImage::name))
                .toList();
        var page = behind.subList(0, Math.min(size, behind.size()));
        var document = new LinkedHashMap<String, Object>(
                Map.of("images", images.summaries(page), "faults", catalogs.faults()));
        if (page.size() < behind.size()) {
            document.put("next", page.getLast().name());
        }
        return answers.document(request, document);
    }

    @GET
    @Path("{name}")
    public Response one(@PathParam("name") String name, @Context Request request) throws Refused {
        return answers.document(request, images.view(enrolled(name)));
    }

    /**
     * How an image stands, the newest decisions about it, and the chain of causes of what is published.
     *
     * @param digest another publication of it: how its digest begins
     */
    @GET
    @Path("{name}/why")
    public Response why(
            @PathParam("name") String name,
            @QueryParam("digest") @DefaultValue("") String digest,
            @Context Request request)
            throws Refused {
        var image = enrolled(name);
        var chain = chains.of(image.name(), digest);
        if (chain.isEmpty() && !digest.isEmpty()) {
            throw new Refused(new Problem(
                    Problem.Code.NOT_FOUND,
                    "No run that is kept has published " + digest + " of " + name + ".",
                    "GET /runs?image=" + name + " lists those that are."));
        }
        var document = new LinkedHashMap<String, Object>(
                Map.of("image", images.view(image), "decisions", images.decisions(image.name())));
        chain.ifPresent(found -> document.put("chain", found));
        return answers.document(request, document);
    }

    /** Has a stage take again what it had before: 202 with the promotion that Kargo has for it, a new one or one under way. */
    @POST
    @Path("{name}/rollback")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rollBack(@PathParam("name") String name, @Nullable Back asked) throws Refused, Unavailable {
        var rollback = rollback(enrolled(name), asked);
        var done = rollbacks.rollBack(rollback);
        var document = new LinkedHashMap<String, Object>();
        document.put("image", name);
        document.put("stage", rollback.stage());
        done.from().ifPresent(from -> document.put("from", from));
        document.put("to", done.to());
        document.put("freight", done.freight());
        document.put("promotion", done.promotion());
        document.put("made", done.made());
        document.put("afterwards", done.afterwards());
        return Response.accepted(document).build();
    }

    private static Rollback rollback(EnrolledImage image, @Nullable Back asked) throws Refused {
        if (asked == null || asked.stage() == null || asked.stage().isEmpty()) {
            throw wrong("no stage is named");
        }
        try {
            return new Rollback(
                    image,
                    asked.stage(),
                    Optional.ofNullable(asked.to()).map(Digest::new),
                    Optional.ofNullable(asked.by()).orElse("somebody"),
                    Optional.ofNullable(asked.why()).orElse("no reason given"));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private static Refused wrong(@Nullable String what) {
        return new Refused(
                new Problem(
                        Problem.Code.BAD_REQUEST,
                        "The rollback cannot be asked for: " + what + ".",
                        "Send {\"stage\": NAME, \"by\": WHO, \"why\": TEXT}, and \"to\": DIGEST where it is not what was there before."));
    }

    private EnrolledImage enrolled(String name) throws Refused {
        return catalogs.current()
                .named(name)
                .orElseThrow(() -> new Refused(new Problem(
                        Problem.Code.IMAGE_UNKNOWN,
                        "No image is enrolled as \"" + name + "\".",
                        "GET /images lists those that are.")));
    }
}
