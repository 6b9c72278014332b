package imagefactory.core.plan;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.Managed;
import imagefactory.core.event.FactoryEvent;
import imagefactory.core.event.FactoryEvent.BaseUpdated;
import imagefactory.core.event.FactoryEvent.CatalogChanged;
import imagefactory.core.event.FactoryEvent.RebuildRequested;
import imagefactory.core.event.FactoryEvent.ScheduleTicked;
import imagefactory.core.event.FactoryEvent.SourcePushed;
import imagefactory.core.image.ImageRef;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where an event says to look. Pure. */
public final class Touched {
    private Touched() {}

    /** @param naming the images whose Dockerfiles name a reference, or may do so */
    public static List<Managed> by(FactoryEvent event, Catalog catalog, Function<ImageRef, Set<String>> naming) {
        return switch (event) {
            case BaseUpdated base -> {
                var named = naming.apply(base.ref());
                yield managed(catalog)
                        .filter(image -> named.contains(image.name()))
                        .toList();
            }
            case SourcePushed pushed ->
                managed(catalog)
                        .filter(image -> isOf(
                                pushed,
                                image.source().repository(),
                                image.source().branch()))
                        .toList();
            case ScheduleTicked ticked ->
                managed(catalog)
                        .filter(image -> ticked.schedule().equals(ScheduleTicked.ALL)
                                || ticked.schedule().equals(image.rebuild().schedule()))
                        .toList();
            case RebuildRequested asked ->
                managed(catalog)
                        .filter(image -> image.name().equals(asked.image()))
                        .toList();
            case CatalogChanged changed -> {
                var named = Set.copyOf(changed.images());
                yield managed(catalog)
                        .filter(image -> named.contains(image.name()))
                        .toList();
            }
        };
    }

    /** Why an event touches no image at all. */
    static String nothing(FactoryEvent event, Catalog catalog) {
        return switch (event) {
            case BaseUpdated base -> "no image that is built here is built on " + base.ref();
            case SourcePushed pushed ->
                "no image is enrolled from branch " + pushed.branch() + " of " + pushed.repository();
            case ScheduleTicked ticked -> "no image is enrolled for the schedule " + ticked.schedule();
            case RebuildRequested asked ->
                catalog.named(asked.image()).isPresent()
                        ? asked.image() + " is external: others build it"
                        : "no image is enrolled as " + asked.image();
            case CatalogChanged changed ->
                "none of the images that changed with catalog " + changed.revision() + " is enrolled now";
        };
    }

    /** Whether it was this branch that moved. */
    public static boolean isOf(SourcePushed pushed, URI repository, String branch) {
        return same(repository, pushed.repository()) && branch.equals(pushed.branch());
    }

    private static Stream<Managed> managed(Catalog catalog) {
        return catalog.managed().stream();
    }

    private static boolean same(URI one, URI other) {
        return plain(one).equals(plain(other));
    }

    /** Forges send their clone URLs with or without {@code .git}. */
    private static String plain(URI repository) {
        var text = repository.toString();
        var host = repository.getAuthority();
        var lower = host == null ? text : text.replace(host, host.toLowerCase(Locale.ROOT));
        return lower.replaceAll("/+$", "").replaceAll("\\.git$", "");
    }
}
