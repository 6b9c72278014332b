package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import imagefactory.cli.factory.KnownState.Left;
import imagefactory.cli.factory.KnownState.Taken;
import imagefactory.cli.factory.KnownState.Watched;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.json.CanonicalJson;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Symptom;
import imagefactory.core.outcome.Symptom.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the factory can be asked for; each answer as the factory wrote it, for {@code --json}, and as a view. */
public final class Factory implements AutoCloseable {
    private static final int AT_ONCE = 200;
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

    /**
     * What a person wants back.
     *
     * @param to the digest; empty for what the stage had before
     */
    public record RollbackAsked(String image, String stage, Optional<Digest> to, String by, String why) {}

    /** Has a stage take again what it had before. */
    public Told<RollbackView> rollBack(RollbackAsked asked) throws Refused, InterruptedException {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("stage", asked.stage());
        body.put("by", asked.by());
        body.put("why", asked.why());
        asked.to().ifPresent(digest -> body.put("to", digest.value()));
        var json = client.post(
                "/images/" + FactoryClient.encoded(asked.image()) + "/rollback", Bytes.utf8(body.toString()), JSON);
        return new Told<>(json, RollbackView.read(json));
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

    /** What it found of the cluster that it builds and scans in, just now; empty where it does neither in one. */
    public List<Symptom> surroundings() throws Refused, InterruptedException {
        return client.find("/doctor")
                .map(json -> RunReader.list(json.path("checks"), Factory::symptom))
                .orElse(List.of());
    }

    private static Symptom symptom(JsonNode json) {
        var verdict = Arrays.stream(Verdict.values())
                .filter(each -> each.toString().equals(json.path("verdict").asText()))
                .findFirst()
                .orElse(Verdict.UNSEEN);
        return new Symptom(
                json.path("what").asText(),
                verdict,
                json.path("found").asText(),
                json.path("remedy").asText());
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

    /** What nobody needs in staging repositories, asked for page by page; deleted where that is asked for. */
    public Told<List<LeftoverView>> leftovers(boolean delete) throws Refused, InterruptedException {
        var page = leftovers("", delete);
        var json = page.<ObjectNode>deepCopy();
        var list = json.withArrayProperty("repositories");
        while (page.path("next").isTextual()) {
            page = leftovers("?after=" + FactoryClient.encoded(page.path("next").asText()), delete);
            page.path("repositories").forEach(list::add);
        }
        json.remove("next");
        return new Told<>(json, RunReader.list(list, LeftoverView::read));
    }

    /** What it knows of images and bases. */
    public Told<KnownState> state() throws Refused, InterruptedException {
        var json = client.get("/state");
        return new Told<>(json, KnownState.read(json));
    }

    /** Gives it what somebody else has seen of bases; in parts, for it takes no more than so many at once. */
    public Taken watched(List<Watched> bases) throws Refused, InterruptedException {
        int taken = 0;
        var left = new ArrayList<Left>();
        for (int from = 0; from < bases.size(); from += AT_ONCE) {
            var body = JsonNodeFactory.instance.objectNode();
            var list = body.putArray("bases");
            bases.subList(from, Math.min(from + AT_ONCE, bases.size())).forEach(base -> list.add(base.json()));
            var answer = client.post("/state", Bytes.utf8(body.toString()), JSON);
            taken += answer.path("taken").asInt();
            left.addAll(RunReader.list(answer.path("left"), Left::read));
        }
        return new Taken(taken, left);
    }

    private JsonNode leftovers(String cursor, boolean delete) throws Refused, InterruptedException {
        return delete ? client.post("/gc" + cursor, Bytes.utf8(""), JSON) : client.get("/gc" + cursor);
    }

    @Override
    public void close() {
        client.close();
    }
}
