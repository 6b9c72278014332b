package imagefactory.cli.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import imagefactory.core.graph.Node;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Facts about a fleet that somebody states, so that neither git nor a registry has to be asked. */
public final class StatedFacts {
    /** What is read of one file. */
    public static final int MOST_BYTES = 64 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String file;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private StatedFacts(String file) {
        this.file = file;
    }

    /**
     * @param file what messages call it
     * @throws Refused with {@code bad-request} and all that is wrong with it
     */
    public static List<Node> read(String file, byte[] bytes) throws Refused {
        return new StatedFacts(file).read(bytes);
    }

    private List<Node> read(byte[] bytes) throws Refused {
        var images = tree(bytes).path("images");
        if (!images.isArray()) {
            faults.add("it has no list \"images\"");
        }
        var nodes = new ArrayList<Node>();
        for (int place = 0; place < images.size(); place++) {
            nodes.add(node(images.get(place), "images[" + place + "]"));
        }
        if (!faults.isEmpty()) {
            throw unreadable(String.join("; ", faults));
        }
        return nodes;
    }

    private JsonNode tree(byte[] bytes) throws Refused {
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw new Refused(
                    problem("it is no JSON: " + e.getOriginalMessage() + " at line " + place.getLineNr() + ", column "
                            + place.getColumnNr()),
                    e);
        } catch (IOException e) {
            throw new Refused(problem("it is no JSON: " + e.getMessage()), e);
        }
    }

    private Node node(JsonNode image, String place) {
        var name = image.path("name").asText();
        if (name.isEmpty()) {
            faults.add(place + " has no name");
        } else if (!names.add(name)) {
            faults.add(place + " has the name \"" + name + "\", which another one has");
        }
        return new Node(name, references(image, place, "tags"), references(image, place, "references"));
    }

    private Set<ImageRef> references(JsonNode image, String place, String key) {
        var references = new HashSet<ImageRef>();
        for (var each : image.path(key)) {
            try {
                references.add(ImageRef.parse(each.asText()));
            } catch (IllegalArgumentException e) {
                faults.add(place + "." + key + ": " + e.getMessage());
            }
        }
        return references;
    }

    private Refused unreadable(String why) {
        return new Refused(problem(why));
    }

    private Problem problem(String why) {
        return new Problem(
                Problem.Code.BAD_REQUEST,
                "The facts in " + file + " cannot be read: " + why + ".",
                "Write {\"images\": [{\"name\": …, \"tags\": [\"docker.io/library/x:1\"], \"references\":"
                        + " [\"docker.io/library/debian:12\"]}]}.");
    }
}
