package imagefactory.app;

import imagefactory.app.outside.FakeExecutor;
import imagefactory.app.outside.FakeSources;
import imagefactory.app.outside.TestImages;
import imagefactory.core.graph.Graph;
import imagefactory.core.graph.Node;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A fleet of images on each other that changes at random, and what is known of it: who is built on whom, who fails, who is gone. */
final class Grove {
    private static final List<Platform> BOTH = List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64);
    private static final Problem FAILED =
            new Problem(Problem.Code.BUILD_FAILED, "buildah ended with 1.", "Mend what the last lines say.");
    private static final int MOST_PARENTS = 3;

    private final Random random;
    private final FakeSources sources;
    private final FakeExecutor executor;
    private final TestImages images;
    private final List<Enrolled> all;
    private final Map<String, Set<Enrolled>> parents = new TreeMap<>();
    private final Set<String> failing = new TreeSet<>();
    private final Set<String> gone = new TreeSet<>();

    /** Whoever was built on whom at any time, and how often each was changed: what each may be built for. */
    private final Map<String, Set<String>> everOn = new HashMap<>();

    private final Map<String, Integer> changes = new HashMap<>();
    private int changed;

    Grove(String name, int size, Random random, Outside outside) {
        this.random = random;
        this.sources = outside.sources();
        this.executor = outside.executor();
        this.images = outside.images();
        this.all = IntStream.range(0, size)
                .mapToObj(number -> new Enrolled(name + "-" + number))
                .toList();
    }

    /** What a grove stands in. */
    record Outside(FakeSources sources, FakeExecutor executor, TestImages images) {}

    List<Enrolled> all() {
        return all;
    }

    /** The catalog's entries of those that are enrolled. */
    String yaml() {
        return enrolled().stream()
                .map(image -> TestCatalog.image(image.name(), ""))
                .collect(Collectors.joining());
    }

    List<Enrolled> enrolled() {
        return all.stream().filter(image -> !gone.contains(image.name())).toList();
    }

    boolean fails(Enrolled image) {
        return failing.contains(image.name());
    }

    /** What its Dockerfile names now. */
    Set<ImageRef> references(Enrolled image) {
        var named = parents.get(image.name()).stream().map(Grove::tag).collect(Collectors.toCollection(HashSet::new));
        named.add(image.base());
        return named;
    }

    /** How often it may have been built: once for each change of its own, and of all it was ever built on. */
    int mostBuilds(Enrolled image) {
        var on = new HashSet<>(Set.of(image.name()));
        var open = new ArrayList<>(on);
        while (!open.isEmpty()) {
            everOn.getOrDefault(open.removeLast(), Set.of()).stream()
                    .filter(on::add)
                    .forEach(open::add);
        }
        return on.stream().mapToInt(each -> changes.getOrDefault(each, 0)).sum();
    }

    /** Plants all of it. @return the events that tell so */
    List<String> plant() throws Exception {
        var events = new ArrayList<String>();
        for (int number = 0; number < all.size(); number++) {
            var image = all.get(number);
            images.base(image.base(), "base " + changed++, BOTH);
            parents.put(image.name(), some(all.subList(0, number)));
            push(image);
            events.add(Events.pushed(image));
        }
        return events;
    }

    /** Changes something. @return the events that tell so */
    List<String> change() throws Exception {
        var image = all.get(random.nextInt(all.size()));
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> newBase(image);
            case 4, 5 -> pushed(image);
            case 6 -> grafted(image, all.subList(0, all.indexOf(image)));
            case 7 -> random.nextInt(3) == 0 ? grafted(image, all) : grafted(image, all.subList(0, all.indexOf(image)));
            case 8 -> failing(image);
            case 9 -> mended(image);
            case 10 -> gone(image);
            default -> back();
        };
    }

    /** Ends what leaves an image unfinished for good but failing builds: circles. @return the events that tell so */
    List<String> straighten() {
        var events = new ArrayList<String>();
        for (var circle = circle(); !circle.isEmpty(); circle = circle()) {
            var image = circle.getFirst();
            parents.put(image.name(), Set.of());
            push(image);
            circle.forEach(each -> events.add(Events.pushed(each)));
        }
        return events;
    }

    private List<Enrolled> circle() {
        var graph = new Graph(enrolled().stream()
                .map(image -> new Node(image.name(), Set.of(tag(image)), references(image)))
                .toList());
        return all.stream()
                .filter(image -> graph.cycle(image.name()).isPresent())
                .toList();
    }

    private List<String> newBase(Enrolled image) throws Exception {
        images.base(image.base(), "base " + changed++, BOTH);
        changes.merge(image.name(), 1, Integer::sum);
        return List.of(Events.baseUpdated(image));
    }

    private List<String> pushed(Enrolled image) {
        push(image);
        return List.of(Events.pushed(image));
    }

    private List<String> grafted(Enrolled image, List<Enrolled> onto) {
        parents.put(image.name(), some(onto));
        return pushed(image);
    }

    private List<String> failing(Enrolled image) {
        failing.add(image.name());
        executor.fail(image.name(), FAILED);
        return pushed(image);
    }

    private List<String> mended(Enrolled image) {
        failing.remove(image.name());
        executor.mend(image.name());
        return pushed(image);
    }

    private List<String> gone(Enrolled image) {
        gone.add(image.name());
        return List.of();
    }

    private List<String> back() {
        var events = gone.stream().map(Enrolled::new).map(this::pushed).toList();
        gone.clear();
        return events.stream().flatMap(List::stream).toList();
    }

    private Set<Enrolled> some(List<Enrolled> of) {
        return of.isEmpty()
                ? Set.of()
                : random.ints(random.nextInt(MOST_PARENTS + 1), 0, of.size())
                        .mapToObj(of::get)
                        .collect(Collectors.toSet());
    }

    private void push(Enrolled image) {
        var on = parents.get(image.name());
        everOn.computeIfAbsent(image.name(), _ -> new HashSet<>())
                .addAll(on.stream().map(Enrolled::name).toList());
        changes.merge(image.name(), 1, Integer::sum);
        var dockerfile = new StringBuilder("FROM " + image.base() + "\nCOPY file /\n");
        on.stream().map(Grove::tag).sorted().forEach(tag -> dockerfile.append("COPY --from=" + tag + " /file /on/\n"));
        sources.push(image.dockerfile(), dockerfile.toString(), "change " + changed++);
    }

    static ImageRef tag(Enrolled image) {
        return ImageRef.of(image.repository(), "latest");
    }
}
