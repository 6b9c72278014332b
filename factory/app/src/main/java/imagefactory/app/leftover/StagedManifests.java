package imagefactory.app.leftover;

import imagefactory.app.store.StagedRows;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.leftover.Needed;
import imagefactory.core.leftover.Staged;
import imagefactory.core.outcome.AtOnce;
import imagefactory.core.outcome.AtOnce.Question;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.Registry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The manifests of a staging repository: those that have a tag, and those without that runs and records of builds name. Of others
 * no registry tells.
 */
record StagedManifests(Registry registry, StagedRows rows) {
    Collection<Staged> of(Repository repository, Set<String> images, Needed needed) throws Unavailable, Refused {
        var recorded = rows.recorded(repository);
        var tags = tags(repository);
        var found = new TreeMap<Digest, Staged>();
        for (var tag : tags.entrySet()) {
            add(found, tag.getValue(), Optional.of(tag.getKey()), recorded);
        }
        var others = new TreeSet<>(recorded.keySet());
        others.addAll(rows.assembled(images));
        others.addAll(needed.digests());
        others.removeAll(found.keySet());
        for (var manifest : untagged(repository, others)) {
            add(found, manifest, Optional.empty(), recorded);
        }
        return found.values();
    }

    private static void add(
            Map<Digest, Staged> found,
            Manifest manifest,
            Optional<String> tag,
            Map<Digest, java.time.Instant> recorded) {
        var digest = manifest.digest();
        var tags = new ArrayList<>(
                Optional.ofNullable(found.get(digest)).map(Staged::tags).orElse(List.of()));
        tag.ifPresent(tags::add);
        found.put(digest, new Staged(manifest, tags, Optional.ofNullable(recorded.get(digest))));
    }

    private Map<String, Manifest> tags(Repository repository) throws Unavailable, Refused {
        var tags = registry.tags(repository);
        var questions =
                tags.stream().map(tag -> question(ImageRef.of(repository, tag))).toList();
        var answers = AtOnce.all(questions);
        var found = new TreeMap<String, Manifest>();
        for (int i = 0; i < tags.size(); i++) {
            var tag = tags.get(i);
            answers.get(i).ifPresent(manifest -> found.put(tag, manifest));
        }
        return found;
    }

    private List<Manifest> untagged(Repository repository, Set<Digest> digests) throws Unavailable, Refused {
        var questions = digests.stream()
                .map(digest -> question(ImageRef.of(repository, digest)))
                .toList();
        return AtOnce.all(questions).stream().flatMap(Optional::stream).toList();
    }

    /** What is no manifest is nothing that the factory put there: it is left alone. */
    private Question<Optional<Manifest>> question(ImageRef ref) {
        return () -> {
            try {
                return registry.manifest(ref);
            } catch (Refused refused) {
                if (refused.problem().code() == Problem.Code.REGISTRY_WRONG) {
                    return Optional.empty();
                }
                throw refused;
            }
        };
    }
}
