package imagefactory.core.event;

import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened outside the factory and may call for a look.
 *
 * <p>Events state facts and carry hints; what is true is asked of the registry and of git. {@link #id} is what a second
 * delivery is recognised by, {@link #at} the sender's clock.
 */
public sealed interface FactoryEvent {
    EventId id();

    Instant at();

    /** A tag may point elsewhere now; the digest is the sender's word for it. */
    record BaseUpdated(EventId id, Instant at, ImageRef ref, Optional<Digest> hint) implements FactoryEvent {}

    /** A branch of a repository moved. */
    record SourcePushed(EventId id, Instant at, URI repository, String branch) implements FactoryEvent {
        public SourcePushed {
            EventId.check("branch", branch);
        }
    }

    /** A schedule is due, for the images that name it; {@code all} for every image. */
    record ScheduleTicked(EventId id, Instant at, String schedule) implements FactoryEvent {
        public static final String ALL = "all";

        public ScheduleTicked {
            EventId.check("schedule", schedule);
        }
    }

    /** A person asked for one image, and said why. */
    record RebuildRequested(EventId id, Instant at, String image, Request request) implements FactoryEvent {
        public RebuildRequested {
            EventId.check("image", image);
        }
    }

    /** Images are enrolled that were not, or otherwise than they were; recorded by the factory itself with the catalog's revision. */
    record CatalogChanged(EventId id, Instant at, String revision, List<String> images) implements FactoryEvent {
        /** So many names are told in one event. */
        public static final int MOST = 1_000;

        public CatalogChanged {
            EventId.check("revision", revision);
            images = List.copyOf(images);
            images.forEach(image -> EventId.check("image", image));
            if (images.size() > MOST) {
                throw new IllegalArgumentException(
                        images.size() + " images are more than the " + MOST + " of an event");
            }
        }
    }

    /**
     * What a person wants.
     *
     * @param tag one more tag to move to the digest, beside those that the image is enrolled with
     * @param noCache builds although nothing changed, and without any layer cache
     */
    record Request(String by, String why, Optional<String> tag, boolean noCache) {
        private static final int MAX_WORDS = 1000;

        public Request {
            checkWords(by);
            checkWords(why);
            tag.ifPresent(ImageRef::checkTag);
        }

        private static void checkWords(String words) {
            if (words.length() > MAX_WORDS || words.chars().anyMatch(c -> c < ' ' || Character.isSurrogate((char) c))) {
                throw new IllegalArgumentException("by and why are up to " + MAX_WORDS + " characters of one line");
            }
        }
    }
}
