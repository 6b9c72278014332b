package imagefactory.kargo;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.catalog.External;
import imagefactory.core.catalog.Managed;
import imagefactory.core.image.ImageRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The manifests for Kargo 1.11 and later that follow from a catalog: the same catalog gives the same bytes.
 *
 * @param manifests in an order in which they can be applied
 * @param leftOut what Kargo cannot take, and why: a sentence each
 */
public record Synthesis(List<Manifest> manifests, List<String> leftOut) {
    public Synthesis {
        manifests = List.copyOf(manifests);
        leftOut = List.copyOf(leftOut);
    }

    /** @param bases what Dockerfiles are built on; those that are enrolled, or named by digest alone, need nothing more */
    public static Synthesis of(Catalog catalog, Collection<ImageRef> bases, Setting setting) {
        var draft = new Draft(setting);
        catalog.images().forEach(draft::add);
        unknown(bases, catalog).forEach(base -> draft.watch("base " + base.shown(), base));
        return draft.finish();
    }

    /** What has been made so far. */
    private static final class Draft {
        private final Setting setting;
        private final Meta meta;
        private final List<Manifest> warehouses = new ArrayList<>();
        private final List<Manifest> stages = new ArrayList<>();
        private final List<String> leftOut = new ArrayList<>();

        Draft(Setting setting) {
            this.setting = setting;
            meta = new Meta(setting);
        }

        void add(EnrolledImage image) {
            var watched = Watched.of(image);
            var subject = "image \"" + image.name() + "\"";
            if (watched.isLegal()) {
                var promotion = new PromotionStages(image, watched);
                stages.addAll(promotion.manifests(meta));
                promotion.leftOut().forEach(what -> leftOut.add(subject + ": " + what));
            }
            switch (image) {
                case Managed _ -> warehouse(subject, watched);
                case External _ -> watch(subject, watched);
            }
        }

        /** A Warehouse, and a stage that tells the factory what is new in it. */
        void watch(String subject, Watched watched) {
            if (warehouse(subject, watched)) {
                stages.add(new TriggerStage(watched, setting).manifest(meta));
            }
        }

        private boolean warehouse(String subject, Watched watched) {
            if (watched.isLegal()) {
                warehouses.add(watched.manifest(meta));
            } else {
                leftOut.add(subject + ": Kargo takes " + watched.repository()
                        + " for no repository. Nothing is written for it.");
            }
            return watched.isLegal();
        }

        Synthesis finish() {
            var names = stages.stream().map(Manifest::name).toList();
            var all = new ArrayList<>(new ProjectManifests(meta, setting).manifests(names));
            all.addAll(new AnalysisTemplates(meta, setting).manifests());
            all.addAll(warehouses);
            all.addAll(stages);
            all.add(kustomization(all));
            return new Synthesis(all, leftOut);
        }
    }

    /** Each base that nothing enrolled watches, in the order of their names. */
    private static List<Watched> unknown(Collection<ImageRef> bases, Catalog catalog) {
        var ours = catalog.managed().stream().map(EnrolledImage::repository).collect(Collectors.toSet());
        var watched =
                catalog.images().stream().map(Watched::of).map(Watched::shown).collect(Collectors.toSet());
        return new TreeSet<>(bases)
                .stream()
                        .filter(ref -> ref.digest().isEmpty() && !ours.contains(ref.repository()))
                        .map(Watched::base)
                        .filter(base -> !watched.contains(base.shown()))
                        .toList();
    }

    private static Manifest kustomization(List<Manifest> manifests) {
        return new Manifest(
                "kustomization.yaml",
                Tree.of("apiVersion", "kustomize.config.k8s.io/v1beta1")
                        .with("kind", "Kustomization")
                        .with(
                                "resources",
                                manifests.stream().map(Manifest::path).toList()));
    }
}
