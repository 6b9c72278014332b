package imagefactory.oci.layout;

import imagefactory.core.image.Digest;
import imagefactory.core.registry.Descriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code index.json} lists: each manifest once for each of its tags, or once without (OCI image-spec v1.1, "Image Layout").
 *
 * @param entries in the order in which they came
 */
record LayoutIndex(List<Descriptor> entries) {
    private static final String NAME = "org.opencontainers.image.ref.name";

    LayoutIndex {
        entries = List.copyOf(entries);
    }

    List<String> tags() {
        return entries.stream().flatMap(each -> name(each).stream()).distinct().toList();
    }

    Optional<Descriptor> tagged(String tag) {
        return entries.stream()
                .filter(each -> name(each).equals(Optional.of(tag)))
                .findFirst();
    }

    Optional<Descriptor> find(Digest digest) {
        return entries.stream().filter(each -> each.digest().equals(digest)).findFirst();
    }

    LayoutIndex with(Descriptor manifest) {
        return find(manifest.digest()).isPresent() ? this : plus(manifest);
    }

    /** What had the tag before stays, by its digest alone. */
    LayoutIndex tag(Descriptor manifest, String tag) {
        var others = untag(tag);
        var kept = others.entries.stream()
                .filter(each ->
                        !each.digest().equals(manifest.digest()) || name(each).isPresent())
                .toList();
        return new LayoutIndex(kept).plus(named(manifest, Map.of(NAME, tag)));
    }

    LayoutIndex untag(String tag) {
        var untagged = tagged(tag);
        if (untagged.isEmpty()) {
            return this;
        }
        var kept = entries.stream()
                .filter(each -> !name(each).equals(Optional.of(tag)))
                .toList();
        var bare = new TreeMap<>(untagged.get().annotations());
        bare.remove(NAME);
        return new LayoutIndex(kept).with(named(untagged.get(), bare));
    }

    LayoutIndex without(Digest digest) {
        return new LayoutIndex(
                entries.stream().filter(each -> !each.digest().equals(digest)).toList());
    }

    private LayoutIndex plus(Descriptor manifest) {
        var more = new ArrayList<>(entries);
        more.add(manifest);
        return new LayoutIndex(more);
    }

    private static Descriptor named(Descriptor bare, Map<String, String> annotations) {
        return new Descriptor(
                bare.mediaType(),
                bare.digest(),
                bare.size(),
                bare.platform(),
                bare.artifactType(),
                new TreeMap<>(annotations));
    }

    private static Optional<String> name(Descriptor entry) {
        return Optional.ofNullable(entry.annotations().get(NAME));
    }
}
