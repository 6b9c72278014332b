package imagefactory.app.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import imagefactory.app.store.Outage;
import imagefactory.app.store.Presence;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jdbi.v3.core.JdbiException;

/** How the factory answers: documents with their ETag, and problems (RFC 9457) with the code, text and advice of the command line. */
@Singleton
public final class Answers {
    private static final String PROBLEM_JSON = "application/problem+json";

    private static final Logger LOG = Logger.getLogger(Answers.class);

    private final ObjectMapper json;
    private final Presence postgres;
    private final MeterRegistry meters;

    Answers(ObjectMapper json, Presence postgres, MeterRegistry meters) {
        this.json = json;
        this.postgres = postgres;
        this.meters = meters;
    }

    /** 200 with the document, or 304 for one that the asker has already. */
    Response document(Request request, Object document) {
        return bytes(request, bytes(document), MediaType.APPLICATION_JSON_TYPE);
    }

    /** The same for what is no document: logs, bytes that came. */
    Response bytes(Request request, byte[] bytes, MediaType type) {
        var tag = new EntityTag(imagefactory.core.image.Digest.of(bytes).shortHex());
        var unchanged = request.evaluatePreconditions(tag);
        return unchanged != null
                ? unchanged.build()
                : Response.ok(bytes, type).tag(tag).build();
    }

    @ServerExceptionMapper
    Response refused(Refused refused) {
        return problem(status(refused.problem().code()), refused.problem());
    }

    @ServerExceptionMapper
    Response unavailable(Unavailable away) {
        return problem(
                Response.Status.SERVICE_UNAVAILABLE.getStatusCode(),
                new Problem(Problem.Code.NOT_REACHABLE, String.valueOf(away.getMessage()), "Try again in a moment."));
    }

    @ServerExceptionMapper
    Response withoutState(JdbiException away, UriInfo asked) {
        if (!Outage.isOne(away)) {
            return broken(away, asked);
        }
        postgres.missed(away);
        return problem(
                Response.Status.SERVICE_UNAVAILABLE.getStatusCode(),
                new Problem(
                        Problem.Code.NOT_REACHABLE,
                        "PostgreSQL, which keeps the state of the factory, does not answer.",
                        "Try again in a moment; GET /q/health says how it stands."));
    }

    /** A fault of the factory itself: counted, and told without its words, which are not for everybody. */
    @ServerExceptionMapper
    Response broken(Exception fault, UriInfo asked) {
        LOG.errorf(fault, "a fault of the factory at http: %s", asked.getPath());
        meters.counter("imagefactory.faults", "stage", "http").increment();
        return problem(
                Response.Status.INTERNAL_SERVER_ERROR.getStatusCode(),
                new Problem(
                        Problem.Code.FACTORY_FAULT,
                        "The factory met a fault of its own when it was asked for " + asked.getPath() + ".",
                        "Report it with what its log says of this moment."));
    }

    /** JSON of another shape than was asked for. */
    @ServerExceptionMapper
    Response misshapen(MismatchedInputException misshapen) {
        return refused(new BadRequestException(misshapen.getOriginalMessage(), misshapen));
    }

    /** What the framework refuses is told like everything else. */
    @ServerExceptionMapper
    Response refused(WebApplicationException refused) {
        int status = refused.getResponse().getStatus();
        var code =
                status == Response.Status.NOT_FOUND.getStatusCode() ? Problem.Code.NOT_FOUND : Problem.Code.BAD_REQUEST;
        return problem(
                status,
                new Problem(
                        code,
                        "The request cannot be answered: " + refused.getMessage() + ".",
                        "GET /q/openapi says what can be asked for."));
    }

    Response problem(int status, Problem problem) {
        var body = Map.of(
                "type", "about:blank",
                "title", problem.code().toString(),
                "status", status,
                "detail", problem.text(),
                "code", problem.code(),
                "advice", problem.advice());
        return Response.status(status).type(PROBLEM_JSON).entity(bytes(body)).build();
    }

    private byte[] bytes(Object document) {
        try {
            return json.writeValueAsBytes(document);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + document, e);
        }
    }

    private static int status(Problem.Code code) {
        return switch (code) {
            case FREIGHT_UNKNOWN, IMAGE_UNKNOWN, NOT_FOUND, STAGE_UNKNOWN -> Response.Status.NOT_FOUND.getStatusCode();
            case BAD_REQUEST, EVENT_UNREADABLE, TAG_INVALID -> Response.Status.BAD_REQUEST.getStatusCode();
            default -> Response.Status.CONFLICT.getStatusCode();
        };
    }
}
