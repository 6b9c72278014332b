package imagefactory.app.http;

import imagefactory.app.store.Views;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.run.StageLogs;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs, their logs, and the plans that opened them. */
@Path("/")
public class RunResource {
    private static final int MAX_PAGE = 200;

    private final Views views;
    private final StageLogs logs;
    private final Answers answers;

    RunResource(Views views, StageLogs logs, Answers answers) {
        this.views = views;
        this.logs = logs;
        this.answers = answers;
    }

    /** A page, the newest first; {@code next} is the cursor of the page behind it. */
    @GET
    @Path("runs")
    public Response runs(
            @QueryParam("image") @Nullable String image,
            @QueryParam("before") @DefaultValue("9223372036854775807") long before,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @Context Request request) {
        var size = Math.clamp(limit, 1, MAX_PAGE);
        var page = views.runs(Optional.ofNullable(image), before, size);
        var document = new LinkedHashMap<String, Object>(Map.of("runs", page));
        if (page.size() == size) {
            document.put("next", page.getLast().id());
        }
        return answers.document(request, document);
    }

    @GET
    @Path("runs/{id}")
    public Response run(@PathParam("id") long id, @Context Request request) throws Refused {
        return answers.document(request, views.run(id).orElseThrow(() -> unknown("run " + id)));
    }

    /** What a stage wrote, as text; the stage of a build names its platform: {@code build-linux/amd64}. */
    @GET
    @Path("runs/{id}/logs/{stage: .+}")
    public Response log(@PathParam("id") long id, @PathParam("stage") String stage, @Context Request request)
            throws Refused {
        var log = logs.of(id, stage).orElseThrow(() -> unknown("log of stage " + stage + " of run " + id));
        return answers.bytes(
                request, log.getBytes(StandardCharsets.UTF_8), MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"));
    }

    @GET
    @Path("plans/{id}")
    public Response plan(@PathParam("id") long id, @Context Request request) throws Refused {
        return answers.document(request, views.plan(id).orElseThrow(() -> unknown("plan " + id)));
    }

    private static Refused unknown(String what) {
        return new Refused(
                new Problem(Problem.Code.NOT_FOUND, "There is no " + what + ".", "GET /runs lists the runs."));
    }
}
