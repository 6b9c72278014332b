package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import imagefactory.core.image.Bytes;
import imagefactory.core.json.CanonicalJson;
import imagefactory.core.outcome.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the factory can be asked for; each answer as the factory wrote it, for {@code --json}, and as a view. */
public final class Factory implements AutoCloseable {
    private static final int MOST_RUNS = 200;
    private static final String JSON = "application/json";
    private static final String CLOUD_EVENT = "application/cloudevents+json";

    private final FactoryClient client;

    public Factory(FactoryClient client) {
        this.client = client;
    }

    /** An answer and what it says. */
    public record Told<T>(JsonNode json, T view) {
        /** The answer as it was written, for a document of the command line. */
        public CanonicalJson.Raw raw() {
            return new CanonicalJson.Raw(Bytes.utf8(json.toString()));
        }
    }

    /** What a person asks for. */
    public record RebuildAsked(String image, String by, String why, Optional<String> tag, boolean noCache) {}

    /** @return the id of the event that asks for it */
    public String rebuild(RebuildAsked asked) throws Refused, InterruptedException {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("image", asked.image());
        body.put("by", asked.by());
        body.put("why", asked.why());
        body.put("noCache", asked.noCache());
        asked.tag().ifPresent(tag -> body.put("tag", tag));
        return client.post("/rebuilds", Bytes.utf8(body.toString()), JSON)
                .path("event")
                .asText();
    }

    /** @return the id of the event, once Kafka has it */
    public String send(EventFile event) throws Refused, InterruptedException {
        return client.post("/events", event.bytes(), CLOUD_EVENT).path("event").asText();
    }

    /** Empty as long as it is not recorded. */
    public Optional<EventView> event(String id) throws Refused, InterruptedException {
        return client.find("/events/" + FactoryClient.encoded(id)).map(EventView::read);
    }

    public Told<RunView> run(long id) throws Refused, InterruptedException {
        var json = client.get("/runs/" + id);
        return new Told<>(json, RunReader.read(json));
    }

    /**
     * The newest first, in as many pages as it takes; {@code next} in their JSON leads on where there are more.
     *
     * @param before only runs before this one
     */
    public Told<List<RunView>> runs(Optional<String> image, Optional<Long> before, int limit)
            throws Refused, InterruptedException {
        var json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("runs");
        var next = before;
        do {
            var page = client.get("/runs?limit=" + Math.min(limit - list.size(), MOST_RUNS)
                    + image.map(name -> "&image=" + FactoryClient.encoded(name)).orElse("")
                    + next.map(id -> "&before=" + id).orElse(""));
            page.path("runs").forEach(list::add);
            next = Optional.of(page.path("next"))
                    .filter(JsonNode::isIntegralNumber)
                    .map(JsonNode::asLong);
        } while (next.isPresent() && list.size() < limit);
        next.ifPresent(id -> json.put("next", id));
        return new Told<>(json, RunReader.list(list, RunReader::read));
    }

    /** All that are enrolled, a line of each: no runs. */
    public Told<List<ImageView>> images() throws Refused, InterruptedException {
        var page = client.get("/images");
        var json = JsonNodeFactory.instance.objectNode();
        json.set("faults", page.path("faults"));
        var list = json.putArray("images");
        page.path("images").forEach(list::add);
        while (page.path("next").isTextual()) {
            page = client.get(
                    "/images?after=" + FactoryClient.encoded(page.path("next").asText()));
            page.path("images").forEach(list::add);
        }
        return new Told<>(json, RunReader.list(list, ImageView::read));
    }

    /** Those of these names, with the runs that tell more. */
    public Told<List<ImageView>> images(List<String> names) throws Refused, InterruptedException {
        var json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("images");
        for (var name : names) {
            list.add(client.get("/images/" + FactoryClient.encoded(name)));
        }
        return new Told<>(json, RunReader.list(list, ImageView::read));
    }

    /** @param digest how the digest of one of its publications begins; empty for the last */
    public Told<WhyView> why(String name, String digest) throws Refused, InterruptedException {
        var which = digest.isEmpty() ? "" : "?digest=" + FactoryClient.encoded(digest);
        var json = client.get("/images/" + FactoryClient.encoded(name) + "/why" + which);
        return new Told<>(json, WhyView.read(json));
    }

    /** What a stage wrote; empty where it wrote nothing. */
    public Optional<Bytes> log(long run, String stage) throws Refused, InterruptedException {
        var path = new ArrayList<String>();
        for (var part : stage.split("/", -1)) {
            path.add(FactoryClient.encoded(part));
        }
        return client.findBytes("/runs/" + run + "/logs/" + String.join("/", path));
    }

    /** What of it is not as it should be, by its own account; empty where all is. */
    public List<String> ill() throws Refused, InterruptedException {
        var ill = new ArrayList<String>();
        client.health().path("checks").forEach(check -> {
            if (!check.path("status").asText().equals("UP")) {
                ill.add(check.path("name").asText() + " " + check.path("data"));
            }
        });
        return ill;
    }

    public Told<List<DeadLetterView>> deadLetters() throws Refused, InterruptedException {
        var json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("deadLetters");
        var page = client.get("/dead-letters");
        page.path("deadLetters").forEach(list::add);
        while (page.path("next").isTextual()) {
            page = client.get("/dead-letters?before="
                    + FactoryClient.encoded(page.path("next").asText()));
            page.path("deadLetters").forEach(list::add);
        }
        return new Told<>(json, RunReader.list(list, DeadLetterView::read));
    }

    /** The bytes as they came. */
    public Bytes deadLetter(String id) throws Refused, InterruptedException {
        return client.bytes("/dead-letters/" + FactoryClient.encoded(id));
    }

    public void replay(String id) throws Refused, InterruptedException {
        client.post("/dead-letters/" + FactoryClient.encoded(id) + "/replay", Bytes.utf8(""), JSON);
    }

    @Override
    public void close() {
        client.close();
    }
}
