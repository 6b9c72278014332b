package imagefactory.app.http;

import imagefactory.app.planning.Catalogs;
import imagefactory.app.store.Images;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** The enrolled images, and how they stand. */
@Path("/images")
public class ImageResource {
    private final Catalogs catalogs;
    private final Images images;
    private final Answers answers;

    ImageResource(Catalogs catalogs, Images images, Answers answers) {
        this.catalogs = catalogs;
        this.images = images;
        this.answers = answers;
    }

    @GET
    public Response all(@Context Request request) {
        var views = catalogs.current().images().stream().map(images::view).toList();
        return answers.document(request, Map.of("images", views, "faults", catalogs.faults()));
    }

    @GET
    @Path("{name}")
    public Response one(@PathParam("name") String name, @Context Request request) throws Refused {
        return answers.document(request, images.view(enrolled(name)));
    }

    /** The newest decisions about an image, the newest first, and the run that published it. */
    @GET
    @Path("{name}/why")
    public Response why(@PathParam("name") String name, @Context Request request) throws Refused {
        var image = enrolled(name);
        return answers.document(
                request, Map.of("image", images.view(image), "decisions", images.decisions(image.name())));
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
