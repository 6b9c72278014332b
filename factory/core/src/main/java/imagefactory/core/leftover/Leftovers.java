package imagefactory.core.leftover;

import imagefactory.core.image.Digest;
import imagefactory.core.registry.Descriptor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What nobody needs of a staging repository.
 *
 * <p>With what is needed stays all that hangs on it: what an index lists, what a referrer is about, and what refers to it.
 *
 * @param all in the order in which they can be deleted: nothing before what names it
 * @param kept how many manifests stay
 */
public record Leftovers(List<Leftover> all, int kept) {
    /**
     * One of them.
     *
     * @param bytes that nothing else of the repository needs, counted once
     */
    public record Leftover(Staged staged, long bytes, String because) {}

    public Leftovers {
        all = List.copyOf(all);
    }

    public static Leftovers of(Collection<Staged> found, Needed needed) {
        var kept = kept(found, needed);
        var counted = new HashSet<Digest>();
        found.stream().filter(it -> kept.contains(it.digest())).forEach(it -> count(it, counted));
        var all = found.stream()
                .filter(it -> !kept.contains(it.digest()))
                .sorted(Comparator.comparingInt(Leftovers::turn).thenComparing(Staged::digest))
                .map(it -> new Leftover(it, count(it, counted), because(it)))
                .toList();
        return new Leftovers(all, found.size() - all.size());
    }

    private static Set<Digest> kept(Collection<Staged> found, Needed needed) {
        var byDigest = found.stream().collect(Collectors.toMap(Staged::digest, Function.identity()));
        var referrers = referrers(found);
        var kept = new HashSet<Digest>();
        var next = new ArrayDeque<>(
                found.stream().filter(needed::names).map(Staged::digest).toList());
        while (!next.isEmpty()) {
            var digest = next.pop();
            if (kept.add(digest)) {
                next.addAll(referrers.getOrDefault(digest, List.of()));
                Optional.ofNullable(byDigest.get(digest)).ifPresent(it -> next.addAll(named(it)));
            }
        }
        return kept;
    }

    /** What refers to each manifest: by its subject, or by the tag that lists referrers where a registry does not. */
    private static Map<Digest, List<Digest>> referrers(Collection<Staged> found) {
        return found.stream()
                .flatMap(it -> subjects(it).map(subject -> Map.entry(subject, it.digest())))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static Stream<Digest> subjects(Staged staged) {
        var tagged = staged.tags().stream()
                .map(tag -> tag.replaceFirst("^sha256-", "sha256:"))
                .filter(Digest::isDigest)
                .map(Digest::new);
        return Stream.concat(staged.manifest().content().subject().map(Descriptor::digest).stream(), tagged);
    }

    private static List<Digest> named(Staged staged) {
        var content = staged.manifest().content();
        var named = new ArrayList<Digest>();
        content.subject().map(Descriptor::digest).ifPresent(named::add);
        content.manifests().forEach(child -> named.add(child.digest()));
        return named;
    }

    private static int turn(Staged staged) {
        if (staged.manifest().isIndex()) {
            return 0;
        }
        return staged.manifest().content().subject().isPresent() ? 1 : 2;
    }

    private static long count(Staged staged, Set<Digest> counted) {
        var content = staged.manifest().content();
        long blobs = Stream.concat(content.config().stream(), content.layers().stream())
                .filter(blob -> counted.add(blob.digest()))
                .mapToLong(Descriptor::size)
                .sum();
        return staged.manifest().bytes().size() + blobs;
    }

    private static String because(Staged staged) {
        return staged.used().isPresent()
                ? "no open run and no publication that counts names it"
                : "no build is recorded with it, and no run is open";
    }
}
