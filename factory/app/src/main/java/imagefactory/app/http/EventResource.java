package imagefactory.app.http;

import imagefactory.app.intake.EventJson;
import imagefactory.app.planning.Catalogs;
import imagefactory.app.relay.Sender;
import imagefactory.app.store.Views;
import imagefactory.core.catalog.Managed;
import imagefactory.core.event.FactoryEvent;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events in, and where they led. What is answered with 202 is in Kafka. */
@Path("/")
public class EventResource {
    private final EventJson events;
    private final Sender sender;
    private final Catalogs catalogs;
    private final Views views;
    private final Answers answers;

    EventResource(EventJson events, Sender sender, Catalogs catalogs, Views views, Answers answers) {
        this.events = events;
        this.sender = sender;
        this.catalogs = catalogs;
        this.views = views;
        this.answers = answers;
    }

    /** What a person asks for. */
    public record Rebuild(
            @Nullable String image,
            @Nullable String by,
            @Nullable String why,
            @Nullable String tag,
            boolean noCache) {}

    @POST
    @Path("events")
    @Consumes({MediaType.APPLICATION_JSON, "application/cloudevents+json"})
    public Response event(byte[] body) throws Refused, Unavailable {
        return accepted(body);
    }

    @POST
    @Path("rebuilds")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rebuild(@Nullable Rebuild asked) throws Refused, Unavailable {
        if (asked == null) {
            throw wrong("nothing is said");
        }
        var image = enrolled(Optional.ofNullable(asked.image()).orElse(""));
        return accepted(events.rebuild(image, request(asked)));
    }

    @GET
    @Path("events/{id}")
    public Response event(@PathParam("id") String id, @Context Request request) throws Refused {
        var found = views.events(id);
        if (found.isEmpty()) {
            throw new Refused(new Problem(
                    Problem.Code.NOT_FOUND, "No event " + id + " was recorded.", "Send it again, or wait a second."));
        }
        return answers.document(request, found.getFirst());
    }

    private Response accepted(byte[] body) throws Refused, Unavailable {
        var decoded = decode(body);
        sender.send("factory.events", decoded.subject(), body);
        return Response.accepted(Map.of("event", decoded.event().id().id())).build();
    }

    private EventJson.Decoded decode(byte[] body) throws Refused {
        try {
            return events.decode(body);
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    new Problem(
                            Problem.Code.EVENT_UNREADABLE,
                            "The event cannot be taken: " + e.getMessage() + ".",
                            "Send a CloudEvent 1.0 in structured JSON, of a type that the README lists."),
                    e);
        }
    }

    private String enrolled(String image) throws Refused {
        if (catalogs.current().named(image).filter(Managed.class::isInstance).isEmpty()) {
            throw new Refused(new Problem(
                    Problem.Code.IMAGE_UNKNOWN,
                    "No image that is built here is enrolled as \"" + image + "\".",
                    "Choose one of: "
                            + String.join(
                                    ", ",
                                    catalogs.current().managed().stream()
                                            .map(Managed::name)
                                            .toList())
                            + "."));
        }
        return image;
    }

    private static FactoryEvent.Request request(Rebuild asked) throws Refused {
        try {
            return new FactoryEvent.Request(
                    Optional.ofNullable(asked.by()).orElse("somebody"),
                    Optional.ofNullable(asked.why()).orElse("no reason given"),
                    Optional.ofNullable(asked.tag()),
                    asked.noCache());
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private static Refused wrong(@Nullable String what) {
        return new Refused(
                new Problem(
                        Problem.Code.BAD_REQUEST,
                        "The rebuild cannot be asked for: " + what + ".",
                        "Send {\"image\": NAME, \"by\": WHO, \"why\": TEXT}, and \"tag\" and \"noCache\" where they are wanted."));
    }
}
