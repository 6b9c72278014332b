package imagefactory.builder.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.registry.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what the builder program leaves: {@code {"outcome": "built" | "failed", …}}. Where all of its pins have no room in it, it
 * leaves their digest ({@code "pinned"}), which says whether they are those that were asked for.
 */
public final class BuilderReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MOST_BYTES = 1 << 20;
    private static final int MOST_PINS = 1000;
    private static final int MOST_TEXT = 16_000;

    private BuilderReport() {}

    /** @return empty where the builder left nothing; what cannot be read is a builder that lied */
    static Optional<Outcome<BuiltImage>> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MOST_BYTES) {
            return Optional.of(unreadable(file.toString(), "it is larger than " + MOST_BYTES + " bytes"));
        }
        return Optional.of(read(Files.readString(file), file.toString(), List.of()));
    }

    /**
     * @param place where the report was found, for people
     * @param planned the pins that were asked for, for a report that has their digest alone
     */
    public static Outcome<BuiltImage> read(String report, String place, List<Pin> planned) {
        try {
            return outcome(JSON.readTree(report), planned);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return unreadable(place, e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            return unreadable(place, String.valueOf(e.getMessage()));
        }
    }

    private static Outcome<BuiltImage> outcome(JsonNode json, List<Pin> planned) {
        return switch (text(json, "outcome")) {
            case "built" -> new Done<>(built(json, planned));
            case "failed" -> new Failed<>(problem(there(json, "problem")));
            default -> throw new IllegalArgumentException("its outcome is neither built nor failed");
        };
    }

    private static BuiltImage built(JsonNode json, List<Pin> planned) {
        var manifest = there(json, "manifest");
        var descriptor = new Descriptor(
                text(manifest, "mediaType"), new Digest(text(manifest, "digest")), count(manifest, "size"));
        var report = new BuiltImage.Report(
                new Digest(text(json, "context")),
                descriptor.digest(),
                json.has("pinned") ? pinned(json, planned) : pins(there(json, "pins")),
                text(json, "backend"),
                count(json, "millis"));
        return new BuiltImage(descriptor, report);
    }

    private static List<Pin> pinned(JsonNode json, List<Pin> planned) {
        if (!new Digest(text(json, "pinned")).equals(Pin.digest(planned))) {
            throw new IllegalArgumentException("its bases are not those that were asked for; its log names them");
        }
        return planned;
    }

    private static List<Pin> pins(JsonNode json) {
        if (!json.isArray() || json.size() > MOST_PINS) {
            throw new IllegalArgumentException("pins is no list of at most " + MOST_PINS);
        }
        var pins = new ArrayList<Pin>();
        for (var pin : json) {
            pins.add(new Pin(
                    ImageRef.parse(text(pin, "reference")),
                    Platform.parse(text(pin, "platform")),
                    new Digest(text(pin, "manifest"))));
        }
        return List.copyOf(pins);
    }

    private static Problem problem(JsonNode json) {
        return new Problem(Code.parse(text(json, "code")), text(json, "text"), text(json, "advice"));
    }

    private static String text(JsonNode json, String name) {
        var node = there(json, name);
        if (!node.isTextual() || node.textValue().length() > MOST_TEXT) {
            throw new IllegalArgumentException(name + " is no text of at most " + MOST_TEXT + " characters");
        }
        return node.textValue().replace('\0', '\uFFFD');
    }

    private static long count(JsonNode json, String name) {
        var node = there(json, name);
        if (!node.canConvertToLong() || node.longValue() < 0) {
            throw new IllegalArgumentException(name + " is no whole number");
        }
        return node.longValue();
    }

    private static JsonNode there(JsonNode json, String name) {
        return Optional.ofNullable(json.get(name)).orElseThrow(() -> new IllegalArgumentException("it has no " + name));
    }

    private static Outcome<BuiltImage> unreadable(String place, String why) {
        return new Failed<>(new Problem(
                Code.BUILDER_LIED,
                "The builder's report " + place + " cannot be read: " + why + ".",
                "Check that the configured builder program is the one of this release."));
    }
}
