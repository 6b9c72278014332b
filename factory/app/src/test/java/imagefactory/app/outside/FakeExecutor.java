package imagefactory.app.outside;

import imagefactory.core.build.BuildExecutor;
import imagefactory.core.build.BuildId;
import imagefactory.core.build.BuildRequest;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.build.BuiltImage.Report;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Registry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A builder that puts the layers of the base and one more into staging, and may be made to fail or to lie. */
public final class FakeExecutor implements BuildExecutor {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Registry registry;
    private final TestImages images;
    private final FakeSources sources;
    private final List<BuildRequest> built = new CopyOnWriteArrayList<>();
    private final Map<Digest, BuildRequest> made = new ConcurrentHashMap<>();
    private volatile Optional<Problem> failure = Optional.empty();
    private final Map<String, Problem> failures = new ConcurrentHashMap<>();
    private volatile UnaryOperator<BuiltImage> word = UnaryOperator.identity();
    private volatile boolean held;
    private volatile boolean fault;
    private volatile Optional<Platform> busy = Optional.empty();

    public FakeExecutor(Registry registry, FakeSources sources) {
        this.registry = registry;
        this.sources = sources;
        this.images = new TestImages(registry);
    }

    /** The builds of an image, in order, each as often as it was made. */
    public List<BuildRequest> built(String image) {
        return built.stream().filter(request -> request.image().equals(image)).toList();
    }

    /** What the manifest of one platform was made from. */
    public BuildRequest made(Digest manifest) {
        return Optional.ofNullable(made.get(manifest)).orElseThrow();
    }

    public void behave() {
        failure = Optional.empty();
        failures.clear();
        word = UnaryOperator.identity();
        held = false;
        fault = false;
        busy = Optional.empty();
    }

    public void fail(Problem problem) {
        failure = Optional.of(problem);
    }

    /** Has the builds of one image fail. */
    public void fail(String image, Problem problem) {
        failures.put(image, problem);
    }

    /** Has the builds of one image succeed again. */
    public void mend(String image) {
        failures.remove(image);
    }

    /** Has builds go on for as long as they are held. */
    public void hold(boolean isHeld) {
        held = isHeld;
    }

    /** Has it break as programs do that have faults. */
    public void fault(boolean isFaulty) {
        fault = isFaulty;
    }

    /** Has no node be free for one platform. */
    public void busy(Platform platform) {
        busy = Optional.of(platform);
    }

    /** What it says of the image that it pushed. */
    public void say(UnaryOperator<BuiltImage> changed) {
        word = changed;
    }

    @Override
    public Outcome<BuiltImage> advance(BuildRequest request) throws Unavailable {
        var failed = failure.or(() -> Optional.ofNullable(failures.get(request.image())));
        if (failed.isPresent()) {
            return new Failed<>(failed.get());
        }
        if (fault) {
            throw new IllegalStateException("the executor has a fault");
        }
        if (busy.filter(request.inputs().platform()::equals).isPresent()) {
            throw new Unavailable("no node takes it");
        }
        if (held) {
            return new Pending<>(LOOK_AGAIN);
        }
        try {
            built.add(request);
            return new Done<>(word.apply(build(request)));
        } catch (Refused e) {
            return new Failed<>(e.problem());
        }
    }

    private BuiltImage build(BuildRequest request) throws Unavailable, Refused {
        var inputs = request.inputs();
        var layers = new ArrayList<>(base(request));
        layers.add("built " + request.key() + " " + built.size());
        var manifest = images.image(
                request.staging(), inputs.platform(), layers, inputs.recipe().labels());
        made.put(manifest.digest(), request);
        registry.put(request.destination(), images.manifest(ImageRef.of(request.staging(), manifest.digest())));
        return new BuiltImage(manifest, report(request, manifest.digest()));
    }

    private List<String> base(BuildRequest request) throws Unavailable, Refused {
        var from = sources.from(request.commit());
        for (var pin : request.inputs().pins()) {
            if (pin.reference().equals(from)) {
                return layers(ImageRef.of(pin.reference().repository(), pin.manifest()));
            }
        }
        return List.of();
    }

    private List<String> layers(ImageRef image) throws Unavailable, Refused {
        var layers = new ArrayList<String>();
        for (var layer : images.manifest(image).content().layers()) {
            try (var blob = registry.blob(image.repository(), layer)) {
                layers.add(new String(blob.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            } catch (java.io.IOException e) {
                throw new Unavailable("cannot be read", e);
            }
        }
        return layers;
    }

    private static Report report(BuildRequest request, Digest manifest) {
        return new Report(request.inputs().context(), manifest, request.inputs().pins(), "fake 1", 1);
    }

    @Override
    public void cancel(BuildId build) {
        // nothing is ever under way here
    }

    @Override
    public void forget(BuildId build) {
        // nothing is remembered here
    }

    @Override
    public Optional<String> log(BuildId build) {
        return Optional.of("STEP 1: built by a fake\n" + Map.of("build", build));
    }
}
