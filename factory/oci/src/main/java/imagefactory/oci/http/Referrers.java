package imagefactory.oci.http;

import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.AtOnce;
import imagefactory.core.outcome.AtOnce.Question;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import imagefactory.oci.content.ManifestReader;
import imagefactory.oci.content.ReferrersIndex;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What refers to a manifest (distribution-spec v1.1, "Listing Referrers", "Referrers Tag Schema"). */
final class Referrers {
    /** What registries without the API answer with: not there, no such method, no such thing. */
    private static final Set<Integer> NO_API = Set.of(400, 404, 405, 406, 415, 501);

    private final RegistryHttp http;
    private final Manifests manifests;

    Referrers(RegistryHttp http, Manifests manifests) {
        this.http = http;
        this.manifests = manifests;
    }

    /**
     * From the API, or from the tag where there is no API or it knows nothing: what was attached before the registry learnt
     * the API is under the tag only.
     */
    List<Descriptor> list(Repository repository, Digest subject) throws Unavailable, Refused {
        var patience = http.call();
        var listed = fromApi(repository, subject, patience);
        if (listed.isEmpty()) {
            listed = index(repository, subject, patience)
                    .map(index -> index.content().manifests())
                    .orElse(List.of());
        }
        return told(repository, listed, patience);
    }

    /** Puts referrers of one subject, and lists those under the tag of which the registry does not say that it has listed them. */
    void attach(Repository repository, List<Manifest> referrers) throws Unavailable, Refused {
        var patience = http.call();
        var puts = new ArrayList<Question<Optional<Manifest>>>();
        referrers.forEach(referrer -> puts.add(() -> unlisted(repository, referrer, patience)));
        var unlisted = AtOnce.all(puts).stream().flatMap(Optional::stream).toList();
        if (!unlisted.isEmpty()) {
            var subject = unlisted.getFirst().content().subject().orElseThrow().digest();
            var index = index(repository, subject, patience);
            write(repository, ReferrersIndex.with(index, unlisted), index, subject, patience);
        }
    }

    private Optional<Manifest> unlisted(Repository repository, Manifest referrer, Patience patience)
            throws Unavailable, Refused {
        var answer = manifests.put(ImageRef.of(repository, referrer.digest()), referrer, patience);
        return answer.headers().firstValue("OCI-Subject").isPresent() ? Optional.empty() : Optional.of(referrer);
    }

    /** Takes a manifest away, and what the tag of its subject says of it. */
    void delete(ImageRef ref) throws Unavailable, Refused {
        var patience = http.call();
        var subject = ref.digest().isPresent() ? subject(ref, patience) : Optional.<Digest>empty();
        manifests.delete(ref, patience);
        if (subject.isPresent()) {
            var index = index(ref.repository(), subject.get(), patience);
            if (index.isPresent()) {
                var without = ReferrersIndex.without(index.get(), ref.digest().orElseThrow());
                write(ref.repository(), without, index, subject.get(), patience);
            }
        }
    }

    private Optional<Digest> subject(ImageRef ref, Patience patience) throws Unavailable, Refused {
        return manifests
                .get(ref, patience)
                .flatMap(found -> found.content().subject())
                .map(Descriptor::digest);
    }

    private Optional<Manifest> index(Repository repository, Digest subject, Patience patience)
            throws Unavailable, Refused {
        var index = manifests.get(ImageRef.of(repository, ReferrersIndex.tag(subject)), patience);
        return index.filter(Manifest::isIndex);
    }

    private void write(
            Repository repository, Manifest after, Optional<Manifest> before, Digest subject, Patience patience)
            throws Unavailable, Refused {
        if (!before.equals(Optional.of(after))) {
            manifests.put(ImageRef.of(repository, ReferrersIndex.tag(subject)), after, patience);
        }
    }

    private List<Descriptor> fromApi(Repository repository, Digest subject, Patience patience)
            throws Unavailable, Refused {
        var listed = new LinkedHashMap<Digest, Descriptor>();
        var links = new Links();
        var page = Optional.of(http.uris().of(repository, "referrers/" + subject));
        while (page.isPresent()) {
            var answer = page(repository, page.get(), patience);
            if (answer.isEmpty()) {
                break;
            }
            var index = ManifestReader.read(
                    "the referrers of " + repository + "@" + subject,
                    answer.get().mediaType(),
                    answer.get().body());
            index.content().manifests().forEach(each -> listed.putIfAbsent(each.digest(), each));
            page = links.next(answer.get());
        }
        return List.copyOf(listed.values());
    }

    /** Empty where there is no API: some answer with a page for people instead of 404. */
    private Optional<Answer> page(Repository repository, URI page, Patience patience) throws Unavailable, Refused {
        var ask = Ask.of(repository, "GET", page).with("Accept", MediaTypes.OCI_INDEX);
        var answer = http.call(ask, patience);
        if (!answer.isGood() && !NO_API.contains(answer.status())) {
            throw http.refused(ask, answer);
        }
        return Optional.of(answer)
                .filter(Answer::isGood)
                .filter(good -> good.mediaType().equals(Optional.of(MediaTypes.OCI_INDEX)));
    }

    /** Some registries name the type of the configuration where the artifact's own belongs: then the manifest is asked. */
    private List<Descriptor> told(Repository repository, List<Descriptor> listed, Patience patience)
            throws Unavailable, Refused {
        var told = new ArrayList<Descriptor>();
        for (var each : listed) {
            if (each.artifactType()
                    .filter(type -> !type.equals(MediaTypes.OCI_EMPTY))
                    .isPresent()) {
                told.add(each);
            } else {
                manifests
                        .get(ImageRef.of(repository, each.digest()), patience)
                        .map(ReferrersIndex::listed)
                        .ifPresent(told::add);
            }
        }
        return told;
    }
}
