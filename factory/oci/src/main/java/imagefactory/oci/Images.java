package imagefactory.oci;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.AtOnce;
import imagefactory.core.outcome.AtOnce.Question;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.registry.Registry;
import imagefactory.oci.content.Parts;
import imagefactory.oci.content.Wrong;
import imagefactory.oci.layout.Layout;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What is done with images over the registry port. Safe for use by many threads; close it to end copies under way. */
public final class Images implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(4_500);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final long FORGOTTEN = Duration.ofHours(1).toNanos();

    private final Registry registry;
    private final Duration patience;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Copying, Job> jobs = new ConcurrentHashMap<>();

    private record Copying(ImageRef source, Repository to) {}

    private record Job(Future<Descriptor> copy, long begun) {
        boolean isForgotten() {
            return copy.isDone() && System.nanoTime() - begun > FORGOTTEN;
        }
    }

    public Images(Registry registry) {
        this(registry, PATIENCE);
    }

    Images(Registry registry, Duration patience) {
        this.registry = registry;
        this.patience = patience;
    }

    /**
     * Copies an image or an index with all it names into another repository, by digest only: blobs are mounted where the
     * registry is the same, else streamed across, and manifests keep their bytes.
     *
     * <p>Returns within 5 s; what takes longer goes on and is asked for again. What is there already is left alone, so asking
     * after a restart is as good.
     *
     * @return what was copied; {@code Failed} where it is not there, or one of the two registries refuses
     */
    public Outcome<Descriptor> copy(ImageRef source, Repository to) throws Unavailable {
        var key = new Copying(source, to);
        jobs.values().removeIf(Job::isForgotten);
        var job = jobs.computeIfAbsent(key, this::start);
        try {
            var copied = job.copy().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            jobs.remove(key, job);
            return new Done<>(copied);
        } catch (TimeoutException e) {
            return new Pending<>(AGAIN);
        } catch (ExecutionException e) {
            jobs.remove(key, job);
            return failed(key, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while copying " + source + " to " + to, e);
        }
    }

    private Job start(Copying what) {
        var copy = new Copy(registry, what.source().repository(), what.to());
        return new Job(threads.submit(() -> copy.run(what.source())), System.nanoTime());
    }

    private static Outcome<Descriptor> failed(Copying what, @Nullable Throwable cause) throws Unavailable {
        return switch (cause) {
            case Refused refused -> new Failed<>(refused.problem());
            case Unavailable unavailable -> throw unavailable;
            case null, default ->
                throw new IllegalStateException("copying " + what.source() + " to " + what.to(), cause);
        };
    }

    /**
     * Writes the image of one platform into a directory in OCI image layout, listed there under its tag or digest, for programs
     * that read it without a network. Takes as long as its blobs do; what is there already is not fetched again.
     *
     * @return the manifest that was written
     */
    public Descriptor export(ImageRef image, Path directory) throws Unavailable, Refused {
        var manifest = present(registry.manifest(image), image);
        if (manifest.isIndex()) {
            throw Wrong.answer(
                    image + " is an index, and one platform's image is to be exported.",
                    "Name the digest of one of its "
                            + manifest.content().manifests().size() + " manifests.");
        }
        var layout = new Layout(directory);
        for (var blob : Parts.blobs(manifest)) {
            layout.put(blob, () -> registry.blob(image.repository(), blob));
        }
        layout.put(manifest, image.tag().orElse("image"));
        return manifest.descriptor();
    }

    /** A sigstore bundle, and the annotations of the artifact that is to carry it. */
    public record Attachment(Bytes bundle, Map<String, String> annotations) {
        private Descriptor layer() {
            return new Descriptor(MediaTypes.SIGSTORE_BUNDLE, bundle.digest(), bundle.size());
        }
    }

    /**
     * Has sigstore bundles refer to a manifest, each as an artifact of one layer. The same bundle and annotations are the same
     * bytes, so putting them again changes nothing; one caller at a time for one subject.
     *
     * @return the artifacts' manifests
     */
    public List<Descriptor> attachBundles(Repository repository, Descriptor subject, List<Attachment> bundles)
            throws Unavailable, Refused {
        var artifacts = bundles.stream()
                .map(each -> Manifest.artifact(subject, each.layer(), each.annotations()))
                .toList();
        var puts = new ArrayList<Question<Digest>>();
        artifacts.stream()
                .flatMap(artifact -> artifact.content().config().stream())
                .distinct()
                .forEach(config -> puts.add(() -> put(repository, config, Manifest.EMPTY)));
        bundles.forEach(each -> puts.add(() -> put(repository, each.layer(), each.bundle())));
        AtOnce.all(puts);
        registry.attach(repository, artifacts);
        return artifacts.stream().map(Manifest::descriptor).toList();
    }

    private Digest put(Repository repository, Descriptor blob, Bytes content) throws Unavailable, Refused {
        registry.putBlob(repository, blob, () -> new ByteArrayInputStream(content.array()));
        return blob.digest();
    }

    static Manifest present(Optional<Manifest> found, ImageRef ref) throws Refused {
        if (found.isEmpty()) {
            throw Wrong.missing(ref + " is not there.");
        }
        return found.get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
