package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the factory knows of images and bases, as far as the originals' state files tell it. */
public record KnownState(List<Image> images, List<Base> bases) {
    /** An enrolled image; without a time of looking nobody has seen its source yet. */
    public record Image(
            String name,
            List<ImageRef> references,
            Optional<Instant> lookedAt,
            Optional<String> version,
            Optional<Digest> digest,
            Optional<Instant> publishedAt,
            Optional<Problem> problem) {
        static Image read(JsonNode json) {
            return new Image(
                    json.path("name").asText(),
                    RunReader.list(json.path("references"), each -> ImageRef.parse(each.asText())),
                    RunReader.instant(json, "lookedAt"),
                    RunReader.text(json, "version"),
                    RunReader.text(json, "digest").map(Digest::new),
                    RunReader.instant(json, "publishedAt"),
                    RunReader.problem(json.path("problem")));
        }
    }

    /** Where a base points on a platform, and since when. */
    public record Base(
            ImageRef reference,
            String platform,
            Digest digest,
            Optional<Digest> previous,
            Instant changedAt,
            Instant checkedAt) {
        static Base read(JsonNode json) {
            return new Base(
                    ImageRef.parse(json.path("reference").asText()),
                    json.path("platform").asText(),
                    new Digest(json.path("digest").asText()),
                    RunReader.text(json, "previous").map(Digest::new),
                    RunReader.instant(json, "changedAt").orElse(Instant.EPOCH),
                    RunReader.instant(json, "checkedAt").orElse(Instant.EPOCH));
        }
    }

    /** What somebody else has seen of a base. */
    public record Watched(
            String reference, Optional<String> platform, String digest, Optional<String> previous, Instant changedAt) {
        JsonNode json() {
            var json = JsonNodeFactory.instance.objectNode();
            json.put("reference", reference);
            platform.ifPresent(it -> json.put("platform", it));
            json.put("digest", digest);
            previous.ifPresent(it -> json.put("previous", it));
            return json.put("changedAt", changedAt.toString());
        }
    }

    /** What became of it. */
    public record Taken(int taken, List<Left> left) {
        public Taken {
            left = List.copyOf(left);
        }
    }

    /** One that could not be taken. */
    public record Left(String reference, String because) {
        static Left read(JsonNode json) {
            return new Left(
                    json.path("reference").asText(), json.path("because").asText());
        }
    }

    public KnownState {
        images = List.copyOf(images);
        bases = List.copyOf(bases);
    }

    static KnownState read(JsonNode json) {
        return new KnownState(
                RunReader.list(json.path("images"), Image::read), RunReader.list(json.path("bases"), Base::read));
    }
}
