package imagefactory.app.promotion;

import imagefactory.core.catalog.External;
import imagefactory.core.catalog.NewestTag;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.AtOnce;
import imagefactory.core.outcome.AtOnce.Question;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.Registry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What others publish: the newest tag that is allowed, as the image's strategy chooses it, and where it points. */
record Upstream(Registry registry) {
    /** Each has its configuration read. */
    private static final int MOST_BUILDS = 200;

    /** A tag and its digest. */
    record Found(ImageRef tag, Digest digest) {}

    /** @throws Refused with {@code base-missing} where no tag is allowed */
    Found newest(External image) throws Unavailable, Refused {
        var tag = ImageRef.of(image.repository(), tag(image).orElseThrow(() -> none(image)));
        var digest = registry.head(tag).map(Descriptor::digest).orElseThrow(() -> none(image));
        return new Found(tag, digest);
    }

    private Optional<String> tag(External image) throws Unavailable, Refused {
        return switch (image.watch().strategyInForce()) {
            case DIGEST -> image.watch().onlyTag();
            case LEXICAL -> NewestTag.byLetters(allowed(image));
            case SEMVER -> NewestTag.byVersion(allowed(image));
            case NEWEST_BUILD -> NewestTag.byTime(built(image, allowed(image)));
        };
    }

    private List<String> allowed(External image) throws Unavailable, Refused {
        return registry.tags(image.repository()).stream()
                .filter(image.watch()::allows)
                .toList();
    }

    private Map<String, Instant> built(External image, List<String> tags) throws Unavailable, Refused {
        if (tags.size() > MOST_BUILDS) {
            throw new Refused(new Problem(
                    Problem.Code.TAG_INVALID,
                    tags.size() + " tags of " + image.repository() + " are allowed for " + image.name()
                            + ", and NewestBuild looks into no more than " + MOST_BUILDS + ".",
                    "Narrow allowTags in images.yaml, or choose SemVer or Lexical."));
        }
        var answers = AtOnce.all(tags.stream().map(tag -> question(image, tag)).toList());
        var built = new TreeMap<String, Instant>();
        for (int i = 0; i < tags.size(); i++) {
            var tag = tags.get(i);
            answers.get(i).ifPresent(at -> built.put(tag, at));
        }
        return built;
    }

    private Question<Optional<Instant>> question(External image, String tag) {
        return () -> {
            var found = registry.manifest(ImageRef.of(image.repository(), tag));
            return found.isPresent() ? created(image, found.get()) : Optional.empty();
        };
    }

    /** Of an index the image for linux/amd64 tells, and where it has none its first. */
    private Optional<Instant> created(External image, Manifest manifest) throws Unavailable, Refused {
        if (manifest.isIndex()) {
            var children = manifest.content().manifests();
            var child = children.stream()
                    .filter(it -> it.platform().equals(Optional.of(Platform.LINUX_AMD64)))
                    .findFirst()
                    .or(() -> children.stream().findFirst());
            var read = child.isPresent()
                    ? registry.manifest(
                            ImageRef.of(image.repository(), child.get().digest()))
                    : Optional.<Manifest>empty();
            return read.filter(it -> !it.isIndex()).isPresent() ? created(image, read.get()) : Optional.empty();
        }
        var config = manifest.content().config();
        return config.isPresent()
                ? registry.config(image.repository(), config.get()).created()
                : Optional.empty();
    }

    private static Refused none(External image) {
        var allowed = image.watch()
                .allowTags()
                .map(regex -> " that " + regex + " allows")
                .orElse("");
        return new Refused(new Problem(
                Problem.Code.BASE_MISSING,
                image.repository() + " has no tag" + allowed + " for " + image.name() + ".",
                "Correct repository, allowTags or imageSelectionStrategy in images.yaml."));
    }
}
