package imagefactory.cli.state;

import imagefactory.cli.factory.KnownState;
import imagefactory.cli.factory.KnownState.Base;
import imagefactory.cli.factory.KnownState.Image;
import imagefactory.core.catalog.Catalog;
import imagefactory.core.catalog.EnrolledImage;
import imagefactory.core.catalog.External;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Problem;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** State files from what the factory knows. Pure; what is known and written already comes out byte for byte. */
final class Export {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT);
    private static final List<String> ENROLMENT =
            List.of("registry", "repository", "source", "rebuildDelay", "autoRebuild", "updates");
    private static final int HISTORY = 10;
    private static final String REASON = "discoveryProblem"; // which the originals have no key for
    private static final String DEFAULT_STRATEGY = "Lexical";

    /** What keeps anybody from knowing what an image is built on. */
    private static final Set<Problem.Code> UNDISCOVERED = Set.of(
            Problem.Code.DOCKERFILE_INVALID,
            Problem.Code.DOCKERFILE_MISSING,
            Problem.Code.SOURCE_DENIED,
            Problem.Code.SOURCE_MISSING);

    private final Catalog catalog;
    private final Map<String, StateFile> entries;
    private final KnownState known;
    private final Map<ImageRef, String> names;
    private final Instant now;

    /** @param entries of the catalog's file, by the image's name */
    Export(Catalog catalog, Map<String, StateFile> entries, KnownState known, Instant now) {
        this.catalog = catalog;
        this.entries = entries;
        this.known = known;
        this.now = now;
        names = BaseNames.of(
                known.bases().stream().map(Base::reference).distinct().toList());
    }

    /** By path, from what is there under that path already. */
    Map<String, String> files(Function<String, StateFile> there) {
        var files = new TreeMap<String, String>();
        var seen = known.images().stream().collect(Collectors.toMap(Image::name, Function.identity()));
        for (var image : catalog.images()) {
            var path = "images/" + image.name() + ".yaml";
            files.put(path, image(image, Optional.ofNullable(seen.get(image.name())), there.apply(path)));
        }
        known.bases().stream()
                .collect(Collectors.groupingBy(Base::reference, TreeMap::new, Collectors.toList()))
                .forEach((reference, bases) -> {
                    var path = "base-images/" + names.get(reference) + ".yaml";
                    files.put(path, base(reference, bases, there.apply(path)));
                });
        return files;
    }

    private String image(EnrolledImage image, Optional<Image> seen, StateFile before) {
        var entry = Optional.ofNullable(entries.get(image.name())).orElse(StateFile.EMPTY);
        var enrolment = entry.mapping("enrollment").orElse(StateFile.EMPTY);
        var state = new LinkedHashMap<String, Object>();
        state.put("name", image.name());
        state.put("enrolledAt", before.keep("enrolledAt", time(now)));
        state.put("lastDiscovery", seen.flatMap(Image::lookedAt).map(Export::time));
        var failed = seen.flatMap(Image::problem).filter(problem -> UNDISCOVERED.contains(problem.code()));
        state.put("discoveryStatus", failed.map(_ -> "failed").orElse(status(image, seen)));
        if (failed.isPresent() || before.text(REASON).isPresent()) {
            state.put(REASON, failed.map(Problem::text));
        }
        state.put("enrollment", entry.or(enrolment).only(ENROLMENT));
        if (image instanceof External external) {
            state.put("allowTags", external.watch().allowTags().orElse("^.*$"));
            state.put(
                    "imageSelectionStrategy", external.watch().strategyInForce().word());
            state.put("repoURL", image.repository().toString());
        }
        state.put("baseImages", baseImages(seen));
        state.put("currentVersion", seen.flatMap(Image::version));
        state.put("currentDigest", seen.flatMap(Image::digest).map(Object::toString));
        state.put("lastBuilt", seen.flatMap(Image::publishedAt).map(Export::time));
        return written(before, state, "lastDiscovery", header("the state of the " + image.name() + " image"));
    }

    private static String status(EnrolledImage image, Optional<Image> seen) {
        if (image instanceof External) {
            return "external";
        }
        return seen.flatMap(Image::lookedAt).isPresent() ? "success" : "pending";
    }

    private List<String> baseImages(Optional<Image> seen) {
        var references = seen.map(Image::references).orElse(List.of());
        var all = BaseNames.of(references);
        return references.stream()
                .map(reference -> Optional.ofNullable(names.get(reference))
                        .or(() -> Optional.ofNullable(all.get(reference)))
                        .orElseThrow())
                .sorted()
                .distinct()
                .toList();
    }

    private String base(ImageRef reference, List<Base> bases, StateFile before) {
        var main = bases.stream()
                .filter(base -> base.platform().equals("linux/amd64"))
                .findFirst()
                .orElse(bases.getFirst());
        var changed = bases.stream()
                .map(Base::changedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        var state = new LinkedHashMap<String, Object>();
        state.put("name", names.getOrDefault(reference, reference.toString()));
        state.put("fullImage", before.text("fullImage").orElse(BaseNames.familiar(reference)));
        state.put("registry", reference.repository().registry());
        state.put("repository", reference.repository().path());
        state.put("tag", reference.tag());
        state.put("allowTags", reference.tag().map(tag -> "^" + tag.replaceAll("[^A-Za-z0-9_-]", "\\\\$0") + "$"));
        state.put("imageSelectionStrategy", before.keep("imageSelectionStrategy", DEFAULT_STRATEGY));
        state.put("repoURL", reference.repository().toString());
        state.put("firstDiscovered", before.keep("firstDiscovered", time(changed)));
        state.put(
                "lastChecked",
                time(bases.stream()
                        .map(Base::checkedAt)
                        .max(Comparator.naturalOrder())
                        .orElseThrow()));
        state.put("currentDigest", main.digest().value());
        state.put("lastUpdated", main.previous().map(_ -> time(main.changedAt())));
        state.put("previousDigest", main.previous().map(Object::toString));
        state.put("rebuildEligibleAt", before.keep("rebuildEligibleAt", Map.of("default", Optional.empty())));
        state.put("metadata", before.keep("metadata", Map.of()));
        state.put("updateHistory", history(main, before));
        state.put("platforms", platforms(bases));
        return written(
                before, state, "lastChecked", header("the state of the base image " + BaseNames.familiar(reference)));
    }

    /** That it was looked at again, and found the same, is no reason to write. */
    private static String written(StateFile before, Map<String, Object> state, String looked, String header) {
        var last = new LinkedHashMap<>(state);
        last.put(looked, before.keep(looked, Optional.empty()));
        var unchanged = before.with(last).write(header);
        return unchanged.equals(before.write(header))
                ? unchanged
                : before.with(state).write(header);
    }

    private static Object history(Base main, StateFile before) {
        var history = new ArrayList<Object>();
        if (before.text("currentDigest").filter(main.digest().value()::equals).isPresent()
                || main.previous().isEmpty()) {
            return before.keep("updateHistory", List.of());
        }
        history.add(new TreeMap<>(Map.of(
                "digest", main.digest().value(),
                "previousDigest", main.previous().get().value(),
                "updatedAt", time(main.changedAt()))));
        before.list("updateHistory", HISTORY - 1).forEach(history::add);
        return history;
    }

    /** What the originals have no key for: a digest for each platform, and since when. */
    private static Map<String, Object> platforms(List<Base> bases) {
        var platforms = new LinkedHashMap<String, Object>();
        for (var base : bases) {
            var one = new LinkedHashMap<String, Object>();
            one.put("digest", base.digest().value());
            base.previous().ifPresent(previous -> one.put("previousDigest", previous.value()));
            one.put("changedAt", time(base.changedAt()));
            platforms.put(base.platform(), one);
        }
        return platforms;
    }

    private static String header(String what) {
        return "# Auto-generated by Image Factory\n# This file tracks " + what + "\n";
    }

    private static String time(Instant at) {
        return at.atOffset(ZoneOffset.UTC).format(TIME);
    }
}
