package imagefactory.core.plan;

import imagefactory.core.build.Inputs;
import imagefactory.core.build.Pin;
import imagefactory.core.catalog.Managed;
import imagefactory.core.catalog.TagPattern;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What is true of an image now: what it would be built from, and what is published of it.
 *
 * @param commit newest of its branch
 * @param version content of its version file
 * @param inputs of each enrolled platform
 * @param roots of each platform whose final stage is FROM an image: that image
 */
public record Observation(
        Managed image,
        String commit,
        Optional<String> version,
        SortedMap<Platform, Inputs> inputs,
        SortedMap<Platform, Pin> roots,
        Optional<Release> published) {

    /** The bases of all platforms. */
    public List<Pin> pins() {
        return inputs.values().stream()
                .flatMap(of -> of.pins().stream())
                .sorted()
                .distinct()
                .toList();
    }

    /** Where the Dockerfile's reference points, on each platform that is built on it. */
    public SortedMap<Platform, Pin> pins(ImageRef reference) {
        var found = new TreeMap<Platform, Pin>();
        pins().stream().filter(pin -> pin.reference().equals(reference)).forEach(pin -> found.put(pin.platform(), pin));
        return found;
    }

    /** The tags for a run of this image, in the order of the catalog. */
    public List<String> tags(Instant planned, long run, boolean alsoCreatedOnce) throws Refused {
        return tags(planned, run, pattern -> alsoCreatedOnce || !pattern.createdOnce());
    }

    /** The tags that a run of this image makes for itself alone, in the order of the catalog. */
    public List<String> tagsCreatedOnce(Instant planned, long run) throws Refused {
        return tags(planned, run, TagPattern::createdOnce);
    }

    private List<String> tags(Instant planned, long run, Predicate<TagPattern> which) throws Refused {
        var values = new TagPattern.Values(
                planned, run, version, commit, image.source().branch());
        return Tags.of(image, which, values);
    }
}
