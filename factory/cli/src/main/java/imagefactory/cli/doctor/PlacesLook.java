package imagefactory.cli.doctor;

import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.catalog.Managed;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Symptom;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Registry;
import imagefactory.core.source.Sources;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Where the catalog's images come from and go to: an image of each registry, and one of each git repository. */
public final class PlacesLook {
    /** Of more, the rest is told by its images' runs. */
    private static final int MOST = 50;

    private final Registry registry;
    private final Pushing pushing;
    private final Sources sources;
    private final String staging;

    /** Whether somebody may push into a repository: an upload is begun and called off. */
    @FunctionalInterface
    public interface Pushing {
        void begin(Repository repository) throws Unavailable, Refused;
    }

    /** @param staging pattern of the repositories that builds are pushed to */
    public PlacesLook(Registry registry, Pushing pushing, Sources sources, String staging) {
        this.registry = registry;
        this.pushing = pushing;
        this.sources = sources;
        this.staging = staging;
    }

    public List<Symptom> look(Catalog catalog) {
        var registries = new LinkedHashMap<String, EnrolledImage>();
        catalog.managed()
                .forEach(image -> registries.putIfAbsent(image.repository().registry(), image));
        catalog.images()
                .forEach(image -> registries.putIfAbsent(image.repository().registry(), image));
        var repositories = new LinkedHashMap<URI, Managed>();
        catalog.managed()
                .forEach(image -> repositories.putIfAbsent(image.source().repository(), image));
        var found = new ArrayList<Symptom>();
        registries.values().stream().limit(MOST).forEach(image -> found.add(registry(image)));
        repositories.values().stream().limit(MOST).forEach(image -> found.add(source(image)));
        return found;
    }

    private Symptom registry(EnrolledImage image) {
        var what = image.repository().registry();
        try {
            registry.tags(image.repository());
            if (!(image instanceof Managed)) {
                return Symptom.ok(what, image.repository() + " can be read");
            }
            pushing.begin(image.repository());
            pushing.begin(staging(image.repository()));
            return Symptom.ok(what, image.repository() + " and its staging can be read and pushed to");
        } catch (Unavailable away) {
            return Symptom.failed(
                    what,
                    String.valueOf(away.getMessage()),
                    "Start it, or correct registry in images.yaml; plain http needs FACTORY_REGISTRY_INSECURE.");
        } catch (Refused refused) {
            return Symptom.failed(
                    what, refused.problem().text(), refused.problem().advice());
        } catch (IllegalArgumentException e) {
            return Symptom.failed(
                    what, "FACTORY_STAGING makes no repository of it: " + e.getMessage(), "Correct the pattern.");
        }
    }

    private Repository staging(Repository image) {
        return Repository.parse(staging.replace("{registry}", image.registry()).replace("{repository}", image.path()));
    }

    private Symptom source(Managed image) {
        var what = image.source().repository().toString();
        try {
            return sources.look(image.source(), image.tagging().versionFile()) instanceof Failed<?>(var problem)
                    ? Symptom.failed(what, problem.text(), problem.advice())
                    : Symptom.ok(what, "branch " + image.source().branch() + " can be read");
        } catch (Unavailable away) {
            return Symptom.failed(
                    what, String.valueOf(away.getMessage()), "Start the server, or correct source in images.yaml.");
        }
    }
}
