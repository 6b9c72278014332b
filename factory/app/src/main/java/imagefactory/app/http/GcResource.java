package imagefactory.app.http;

import imagefactory.app.config.FactoryConfig;
import imagefactory.app.leftover.Collector;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** What nobody needs any more in the staging repositories: GET shows it, POST deletes it. */
@Path("/gc")
public class GcResource {
    private final Collector collector;
    private final FactoryConfig.Gc config;
    private final Answers answers;

    GcResource(Collector collector, FactoryConfig config, Answers answers) {
        this.collector = collector;
        this.config = config.gc();
        this.answers = answers;
    }

    /** A page of repositories, by name; {@code next} is the cursor of the page behind it. */
    @GET
    public Response show(@QueryParam("after") @DefaultValue("") String after, @Context Request request) {
        return answers.document(request, document(collector.page(after, false), false));
    }

    /** The same, deleted: what was used meanwhile stays. */
    @POST
    public Response apply(@QueryParam("after") @DefaultValue("") String after) {
        return Response.ok(document(collector.page(after, true), true)).build();
    }

    private Map<String, Object> document(Collector.Page page, boolean applied) {
        var document = new LinkedHashMap<String, Object>();
        document.put("applied", applied);
        document.put("publications", config.publications());
        document.put("age", config.age());
        document.put("repositories", page.repositories());
        page.next().ifPresent(next -> document.put("next", next));
        return document;
    }
}
