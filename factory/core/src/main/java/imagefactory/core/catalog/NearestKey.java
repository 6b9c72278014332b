package imagefactory.core.catalog;

import imagefactory.core.text.Nearest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** The key that was meant by one that is not known. */
final class NearestKey {
    private record Known(Place place, String key) {
        String path() {
            return place.path(key);
        }
    }

    private NearestKey() {}

    /** With the way to it: one of this place if it is as near as any other. */
    static Optional<String> to(String written, Place place) {
        var known = Arrays.stream(Place.values())
                .filter(other -> other != Place.ENROLLMENT)
                .sorted(Comparator.comparing(other -> !other.path("").equals(place.path(""))))
                .flatMap(other -> other.keys().stream().map(key -> new Known(other, key)))
                .toList();
        return Nearest.to(written, known, Known::key).map(Known::path);
    }
}
