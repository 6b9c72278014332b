package imagefactory.core.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The enrolled images, in the order of {@code images.yaml}; each name once. Looking one up costs the same for ten and for ten thousand. */
public final class Catalog {
    private final List<EnrolledImage> images;
    private final List<Managed> managed;
    private final Map<String, EnrolledImage> byName = new HashMap<>();

    /** @throws IllegalArgumentException if two images have one name */
    public Catalog(List<EnrolledImage> images) {
        this.images = List.copyOf(images);
        for (var image : this.images) {
            if (byName.put(image.name(), image) != null) {
                throw new IllegalArgumentException("image \"" + image.name() + "\" is enrolled twice");
            }
        }
        managed = this.images.stream()
                .filter(Managed.class::isInstance)
                .map(Managed.class::cast)
                .toList();
    }

    public List<EnrolledImage> images() {
        return images;
    }

    /** Those that the factory builds. */
    public List<Managed> managed() {
        return managed;
    }

    public Optional<EnrolledImage> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Catalog catalog && images.equals(catalog.images);
    }

    @Override
    public int hashCode() {
        return images.hashCode();
    }

    @Override
    public String toString() {
        return "Catalog" + images;
    }
}
