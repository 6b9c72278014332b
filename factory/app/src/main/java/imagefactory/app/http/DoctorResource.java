package imagefactory.app.http;

import imagefactory.app.doctor.Surroundings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** The cluster that builds and scans run in, looked at now; empty where neither runs in one. */
@Path("/doctor")
public class DoctorResource {
    private final Surroundings surroundings;
    private final Answers answers;

    DoctorResource(Surroundings surroundings, Answers answers) {
        this.surroundings = surroundings;
        this.answers = answers;
    }

    @GET
    public Response look(@Context Request request) {
        return answers.document(request, Map.of("checks", surroundings.look()));
    }
}
