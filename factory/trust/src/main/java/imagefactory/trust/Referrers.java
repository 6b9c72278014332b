package imagefactory.trust;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.AtOnce;
import imagefactory.core.outcome.AtOnce.Question;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.registry.Registry;
import imagefactory.core.sign.Verifier;
import imagefactory.core.sign.Verifier.Verified;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** What is said of a manifest in its registry, and was signed by a trusted key. Anything else there is passed over: anyone may attach. */
public final class Referrers {
    private static final int MAX_REFERRERS = 200;
    private static final int MAX_BUNDLE = 32 << 20;

    private final Registry registry;
    private final Verifier verifier;

    /** Bytes of bundles that may be read at a time, whoever asks for them: anyone may attach large ones. */
    private final Semaphore room = new Semaphore(MAX_BUNDLE, true);

    public Referrers(Registry registry, Verifier verifier) {
        this.registry = registry;
        this.verifier = verifier;
    }

    /** Statements about this very digest, each with the key that signed it, in the registry's order; at most the first 200 referrers. */
    public List<Verified> about(Repository repository, Digest subject) throws Unavailable, Refused {
        var questions = new ArrayList<Question<Optional<Verified>>>();
        registry.referrers(repository, subject).stream()
                .limit(MAX_REFERRERS)
                .forEach(referrer -> questions.add(() -> verified(repository, referrer)));
        return AtOnce.all(questions).stream()
                .flatMap(Optional::stream)
                .filter(verified -> isAbout(subject, verified))
                .toList();
    }

    private static boolean isAbout(Digest subject, Verified verified) {
        return verified.statement().subjects().stream()
                .anyMatch(each -> each.digest().equals(subject));
    }

    private Optional<Verified> verified(Bytes bundle) {
        try {
            return Optional.of(verifier.verify(bundle));
        } catch (Refused notOurs) {
            System.getLogger(Referrers.class.getName()).log(System.Logger.Level.DEBUG, notOurs.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Verified> verified(Repository repository, Descriptor referrer) throws Unavailable, Refused {
        var manifest = registry.manifest(ImageRef.of(repository, referrer.digest()));
        var layer = manifest.flatMap(found -> found.content().layers().stream()
                .filter(each -> each.mediaType().equals(MediaTypes.SIGSTORE_BUNDLE) && each.size() <= MAX_BUNDLE)
                .findFirst());
        return layer.isEmpty() ? Optional.empty() : verifiedLayer(repository, layer.get());
    }

    private Optional<Verified> verifiedLayer(Repository repository, Descriptor layer) throws Unavailable, Refused {
        int size = Math.toIntExact(layer.size());
        try {
            room.acquire(size);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted before reading " + repository + "@" + layer.digest(), e);
        }
        try {
            return verified(read(repository, layer));
        } finally {
            room.release(size);
        }
    }

    private Bytes read(Repository repository, Descriptor layer) throws Unavailable, Refused {
        try (var content = registry.blob(repository, layer)) {
            return Bytes.of(content.readAllBytes());
        } catch (IOException e) {
            throw new Unavailable("reading " + repository + "@" + layer.digest() + " broke off: " + e.getMessage(), e);
        }
    }
}
