package imagefactory.kargo;

import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.catalog.External;
import imagefactory.core.catalog.Managed;
import imagefactory.core.catalog.Watch.Strategy;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A repository that a Warehouse of Kargo watches.
 *
 * @param name of the Warehouse
 * @param image the enrolled image; empty for a base that is not enrolled
 * @param platform the one that Kargo looks at; empty for that of its own controller
 * @param interval in Kargo's words
 */
record Watched(
        String name,
        Optional<String> image,
        Repository repository,
        Selection selection,
        Optional<Platform> platform,
        String interval) {
    /** What Kargo takes for a repository (akuity/kargo, "ImageSubscription"); registries allow a little more. */
    private static final Pattern REPOSITORY =
            Pattern.compile("(\\w+([.-]\\w+)*(:\\d+)?/)?(\\w+([.-]\\w+)*)(/\\w+([.-]\\w+)*)*");

    /** The factory has the Warehouse look anew when it published; this is for what it missed. */
    private static final String OURS = "5m";

    /** Registries of others count requests. */
    private static final String THEIRS = "24h";

    private static final int DISCOVERED = 10;

    static Watched of(EnrolledImage image) {
        return switch (image) {
            case Managed managed ->
                new Watched(
                        Names.of(managed.name()),
                        Optional.of(managed.name()),
                        managed.repository(),
                        Selection.of(managed.tagging(), managed.source().branch()),
                        Optional.of(managed.build().platforms().getFirst()),
                        OURS);
            case External external ->
                new Watched(
                        Names.of(external.name()),
                        Optional.of(external.name()),
                        external.repository(),
                        Selection.of(external.watch()),
                        Optional.empty(),
                        THEIRS);
        };
    }

    /** A base that Dockerfiles name by tag. */
    static Watched base(ImageRef ref) {
        return new Watched(
                Names.of(ref.toString()),
                Optional.empty(),
                ref.repository(),
                Selection.digestOf(ref.tag().orElseThrow()),
                Optional.empty(),
                THEIRS);
    }

    /** Whether Kargo can watch it: it refuses some legal repositories, with two dashes in a row for example. */
    boolean isLegal() {
        return REPOSITORY.matcher(repository.toString()).matches();
    }

    /** For people. */
    String shown() {
        return repository + selection.constraint().map(tag -> ":" + tag).orElse("");
    }

    Manifest manifest(Meta meta) {
        var subscription = Tree.of("repoURL", repository.toString())
                .with("imageSelectionStrategy", selection.strategy().word())
                .with("constraint", selection.constraint())
                .with("allowTagsRegexes", selection.allowTags().map(List::of))
                .with("strictSemvers", Optional.of(false).filter(_ -> selection.strategy() == Strategy.SEMVER))
                .with("platform", platform.map(it -> it.os() + "/" + it.architecture()))
                .with("discoveryLimit", DISCOVERED);
        var spec = Tree.of("interval", interval)
                .with("freightCreationPolicy", "Automatic")
                .with("subscriptions", List.of(Tree.of("image", subscription)));
        var description = Optional.of("Watches " + shown() + ".");
        return Manifest.in(
                "warehouses",
                meta.object(Meta.KARGO, "Warehouse", name, image, description).with("spec", spec));
    }

    /** The image of the Freight, as an expression of Kargo. */
    String inFreight() {
        return "imageFrom(\"" + repository + "\", warehouse(\"" + name + "\"))";
    }
}
