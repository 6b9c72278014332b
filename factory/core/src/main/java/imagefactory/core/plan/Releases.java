package imagefactory.core.plan;

import imagefactory.core.catalog.Managed;
import imagefactory.core.catalog.TagPattern;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.source.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is published of an image, found by its tags alone. */
final class Releases {
    private final World world;

    Releases(World world) {
        this.world = world;
    }

    Optional<Release> of(Managed image, Snapshot snapshot) throws Unavailable, Refused {
        var moving = moving(image, snapshot);
        var digest = moving.values().stream().flatMap(Optional::stream).findFirst();
        var index = digest.isPresent() ? manifest(image, digest.get()) : newest(image);
        return index.isPresent() ? Optional.of(release(image, index.get(), moving)) : Optional.empty();
    }

    private Release release(Managed image, Manifest index, SortedMap<String, Optional<Digest>> moving)
            throws Unavailable, Refused {
        return new Release(index, moving, world.origins().of(image.repository(), index.digest()));
    }

    /** Where the tags that move point now. */
    private SortedMap<String, Optional<Digest>> moving(Managed image, Snapshot snapshot) throws Unavailable, Refused {
        var tags = new TreeMap<String, Optional<Digest>>();
        for (var tag : tags(image, snapshot)) {
            tags.put(
                    tag,
                    world.registry().head(ImageRef.of(image.repository(), tag)).map(Descriptor::digest));
        }
        return tags;
    }

    /** The tags that each look finds under the same name. */
    static List<String> tags(Managed image, Snapshot snapshot) throws Refused {
        var values = new TagPattern.Values(
                Instant.EPOCH,
                0,
                snapshot.version(),
                snapshot.commit(),
                image.source().branch());
        try {
            return image.tagging().patterns().stream()
                    .map(TagPattern::new)
                    .filter(TagPattern::isStable)
                    .map(pattern -> pattern.expand(values))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new Refused(TagProblem.of(image, e), e);
        }
    }

    /** Where every tag is created once: the newest of those that a pattern makes. */
    private Optional<Manifest> newest(Managed image) throws Unavailable, Refused {
        var patterns = image.tagging().patterns().stream().map(TagPattern::new).toList();
        var newest = world.registry().tags(image.repository()).stream()
                .filter(tag -> patterns.stream().anyMatch(pattern -> pattern.makes(tag)))
                .max(NaturalOrder.OF_TAGS);
        return newest.isPresent()
                ? world.registry().manifest(ImageRef.of(image.repository(), newest.get()))
                : Optional.empty();
    }

    private Optional<Manifest> manifest(Managed image, Digest digest) throws Unavailable, Refused {
        return world.registry().manifest(ImageRef.of(image.repository(), digest));
    }
}
