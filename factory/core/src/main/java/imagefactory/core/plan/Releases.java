package imagefactory.core.plan;

import imagefactory.core.catalog.Managed;
import imagefactory.core.catalog.TagPattern;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.source.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is published of an image: one short question for each tag that moves, or for the digest that is remembered where none
 * does. Nothing of it is read; what a digest was made of is remembered by {@link Origins}.
 */
final class Releases {
    private final World world;

    Releases(World world) {
        this.world = world;
    }

    Optional<Release> of(Managed image, Snapshot snapshot) throws Unavailable, Refused {
        var moving = new TreeMap<String, Optional<Descriptor>>();
        for (var tag : tags(image, snapshot)) {
            moving.put(tag, world.registry().head(ImageRef.of(image.repository(), tag)));
        }
        var index = moving.values().stream().flatMap(Optional::stream).findFirst();
        if (index.isEmpty()) {
            index = remembered(image);
        }
        if (index.isEmpty() && moving.isEmpty()) {
            index = newest(image);
        }
        return index.isPresent() ? Optional.of(release(image, index.get(), moving)) : Optional.empty();
    }

    private Release release(Managed image, Descriptor index, Map<String, Optional<Descriptor>> moving)
            throws Unavailable, Refused {
        var tags = new TreeMap<String, Optional<Digest>>();
        moving.forEach((tag, there) -> tags.put(tag, there.map(Descriptor::digest)));
        return new Release(index, tags, world.origins().of(image.repository(), index.digest()));
    }

    /** Where no tag leads to it. */
    private Optional<Descriptor> remembered(Managed image) throws Unavailable, Refused {
        var last = world.published().of(image.name());
        return last.isPresent() ? world.registry().head(ImageRef.of(image.repository(), last.get())) : Optional.empty();
    }

    /** The tags that each look finds under the same name. */
    static List<String> tags(Managed image, Snapshot snapshot) throws Refused {
        var values = new TagPattern.Values(
                Instant.EPOCH,
                0,
                snapshot.version(),
                snapshot.commit(),
                image.source().branch());
        return Tags.of(image, TagPattern::isStable, values);
    }

    /**
     * Where every tag is created once, and nothing is remembered: the newest of those that a pattern makes. Listing is for this
     * case alone; fleets are large.
     */
    private Optional<Descriptor> newest(Managed image) throws Unavailable, Refused {
        var patterns = image.tagging().patterns().stream().map(TagPattern::new).toList();
        var newest = world.registry().tags(image.repository()).stream()
                .filter(tag -> patterns.stream().anyMatch(pattern -> pattern.makes(tag)))
                .max(NaturalOrder.OF_TAGS);
        return newest.isPresent()
                ? world.registry().head(ImageRef.of(image.repository(), newest.get()))
                : Optional.empty();
    }
}
