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
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Facts about a fleet that somebody states, so that neither git nor a registry has to be asked.
 *
 * <p>What is no reference names no image, so nothing follows from it: it is left out and told, and hinders nobody else.
 */
public final class StatedFacts {
    /** What is read of one file. */
    public static final int MOST_BYTES = 64 << 20;

    private static final int SHOWN = 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String file;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Consumer<String> warning;

    private StatedFacts(String file, Consumer<String> warning) {
        this.file = file;
        this.warning = warning;
    }

    /**
     * @param file what messages call it
     * @param warning takes a sentence for each word that is no reference
     * @throws Refused with {@code bad-request} and all that is wrong with it
     */
    public static List<Node> read(String file, byte[] bytes, Consumer<String> warning) throws Refused {
        return new StatedFacts(file, warning).read(bytes);
    }

    private List<Node> read(byte[] bytes) throws Refused {
        var images = tree(bytes).path("images");
        if (!images.isArray()) {
            throw unreadable("it has no list \"images\"");
        }
        var nodes = new ArrayList<Node>();
        for (int place = 0; place < images.size(); place++) {
            nodes.add(node(images.get(place), "images[" + place + "]"));
        }
        if (!faults.isEmpty()) {
            throw unreadable(told());
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
        var name = image.path("name").isTextual() ? image.path("name").textValue() : "";
        if (name.isBlank()) {
            faults.add(place + " has no name");
        } else if (!names.add(name)) {
            faults.add(place + " has the name \"" + name + "\", which another one has");
        }
        return new Node(name, references(image, place, "tags"), references(image, place, "references"));
    }

    private Set<ImageRef> references(JsonNode image, String place, String key) {
        var list = image.path(key);
        if (list.isMissingNode() || list.isNull()) {
            return Set.of();
        }
        if (!list.isArray()) {
            faults.add(place + "." + key + " is no list");
            return Set.of();
        }
        var references = new HashSet<ImageRef>();
        for (int at = 0; at < list.size(); at++) {
            reference(list.get(at), place + "." + key + "[" + at + "]").ifPresent(references::add);
        }
        return references;
    }

    private Optional<ImageRef> reference(JsonNode word, String place) {
        if (!word.isTextual()) {
            faults.add(place + " is no text");
            return Optional.empty();
        }
        try {
            return Optional.of(ImageRef.parse(word.textValue()));
        } catch (IllegalArgumentException e) {
            warning.accept(file + ": " + place + " is left out: " + e.getMessage() + ".");
            return Optional.empty();
        }
    }

    private String told() {
        var shown = String.join("; ", faults.subList(0, Math.min(SHOWN, faults.size())));
        return faults.size() > SHOWN ? shown + "; and " + (faults.size() - SHOWN) + " more" : shown;
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
