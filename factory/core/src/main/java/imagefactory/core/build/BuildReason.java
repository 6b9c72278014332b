package imagefactory.core.build;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import java.util.List;
import java.util.Optional;

/** Why an image has to be looked at or built. Kept to the end and shown to people. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BuildReason.NeverPublished.class, name = "never-published"),
    @JsonSubTypes.Type(value = BuildReason.BaseChanged.class, name = "base-changed"),
    @JsonSubTypes.Type(value = BuildReason.SourceChanged.class, name = "source-changed"),
    @JsonSubTypes.Type(value = BuildReason.EnrolmentChanged.class, name = "enrolment-changed"),
    @JsonSubTypes.Type(value = BuildReason.OriginUnknown.class, name = "origin-unknown"),
    @JsonSubTypes.Type(value = BuildReason.ParentRebuilt.class, name = "parent-rebuilt"),
    @JsonSubTypes.Type(value = BuildReason.TagsElsewhere.class, name = "tags-elsewhere"),
    @JsonSubTypes.Type(value = BuildReason.Asked.class, name = "asked"),
    @JsonSubTypes.Type(value = BuildReason.NotYetKnown.class, name = "not-yet-known")
})
public sealed interface BuildReason {
    /** For people, after "because". */
    String text();

    /** Nothing of it is published. */
    record NeverPublished() implements BuildReason {
        @Override
        public String text() {
            return "never published";
        }
    }

    /** A base points at another manifest for this platform. */
    record BaseChanged(ImageRef base, Platform platform, Optional<Digest> was, Digest now) implements BuildReason {
        @Override
        public String text() {
            return "base updated " + base + " "
                    + was.map(digest -> shortly(digest) + " → ").orElse("") + shortly(now) + " on " + platform;
        }
    }

    /** The context, the Dockerfile or its {@code .dockerignore} changed between two commits. */
    record SourceChanged(Optional<String> was, String now) implements BuildReason {
        @Override
        public String text() {
            return "source changed "
                    + was.map(commit -> shortly(commit) + " → ").orElse("") + shortly(now);
        }
    }

    /** What {@code images.yaml} says of it changed: its platforms, arguments, labels, target, format, or its builder. */
    record EnrolmentChanged(List<String> what) implements BuildReason {
        @Override
        public String text() {
            return "enrolment changed: " + String.join(", ", what);
        }
    }

    /** An enrolled image that this one is built on is built anew: the run waits for it, and finds out what came of it. */
    record ParentRebuilt(String parent) implements BuildReason {
        @Override
        public String text() {
            return "built on " + parent + ", which is built anew";
        }
    }

    /** Something is published, and nothing that the factory signed says how it was made. */
    record OriginUnknown(Digest published) implements BuildReason {
        @Override
        public String text() {
            return "published " + shortly(published) + " has no provenance that this factory signed";
        }
    }

    /** Enrolled tags are missing or point at another digest. */
    record TagsElsewhere(List<String> tags) implements BuildReason {
        @Override
        public String text() {
            return "tags elsewhere: " + String.join(", ", tags);
        }
    }

    /** A person asked. */
    record Asked(String by, String why, Optional<String> tag, boolean noCache) implements BuildReason {
        @Override
        public String text() {
            return "asked by " + by + ": " + why + (noCache ? " (without cache)" : "");
        }
    }

    /** The registry or git could not be asked when the event was planned: the run finds out. */
    record NotYetKnown(String waitsFor) implements BuildReason {
        @Override
        public String text() {
            return "not yet known: " + waitsFor;
        }
    }

    private static String shortly(Digest digest) {
        return digest.algorithm() + ":" + digest.shortHex() + "…";
    }

    private static String shortly(String commit) {
        return commit.substring(0, Math.min(commit.length(), 12));
    }
}
