package imagefactory.app.http;

import imagefactory.app.relay.Sender;
import imagefactory.app.store.Views;
import imagefactory.app.store.Views.Place;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What came and could not be read. Each is named by topic, partition and offset. */
@Path("/dead-letters")
public class DeadLetterResource {
    private static final Pattern ID = Pattern.compile("([A-Za-z0-9._-]{1,249})-([0-9]{1,9})-([0-9]{1,18})");
    private static final int PAGE = 200;

    private final Views views;
    private final Sender sender;
    private final Answers answers;

    DeadLetterResource(Views views, Sender sender, Answers answers) {
        this.views = views;
        this.sender = sender;
        this.answers = answers;
    }

    /** A page, the newest first; {@code next} is the cursor of the page behind it. */
    @GET
    public Response all(@QueryParam("before") @DefaultValue("") String before, @Context Request request)
            throws Refused {
        var page = views.deadLetters(before.isEmpty() ? new Place("", 0, 0) : place(before), PAGE);
        var document = new LinkedHashMap<String, Object>(Map.of("deadLetters", page));
        if (page.size() == PAGE) {
            document.put("next", page.getLast().id());
        }
        return answers.document(request, document);
    }

    /** The bytes as they came. */
    @GET
    @Path("{id}")
    public Response one(@PathParam("id") String id, @Context Request request) throws Refused {
        return answers.bytes(request, bytes(place(id), id), MediaType.APPLICATION_OCTET_STREAM_TYPE);
    }

    /** Puts the bytes into the topic of events again. */
    @POST
    @Path("{id}/replay")
    public Response replay(@PathParam("id") String id) throws Refused, Unavailable {
        var place = place(id);
        var bytes = bytes(place, id);
        sender.send("factory.events", "replayed", bytes);
        views.replayed(place.topic(), place.partition(), place.offset());
        return Response.accepted(Map.of("deadLetter", id)).build();
    }

    private static Place place(String id) throws Refused {
        var place = ID.matcher(id);
        if (!place.matches()) {
            throw unknown(id);
        }
        return new Place(place.group(1), Integer.parseInt(place.group(2)), Long.parseLong(place.group(3)));
    }

    private byte[] bytes(Place place, String id) throws Refused {
        return views.deadLetter(place.topic(), place.partition(), place.offset())
                .orElseThrow(() -> unknown(id));
    }

    private static Refused unknown(String id) {
        return new Refused(new Problem(
                Problem.Code.NOT_FOUND, "There is no dead letter \"" + id + "\".", "GET /dead-letters lists them."));
    }
}
