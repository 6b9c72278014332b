package imagefactory.trust;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
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

/** What is said of a manifest in its registry, and was signed by a trusted key. Anything else there is passed over: anyone may attach. */
public final class Referrers {
    private static final int MAX_REFERRERS = 200;
    private static final int MAX_BUNDLE = 32 << 20;

    private final Registry registry;
    private final Verifier verifier;

    public Referrers(Registry registry, Verifier verifier) {
        this.registry = registry;
        this.verifier = verifier;
    }

    /** Statements about this very digest, each with the key that signed it, in the registry's order; at most the first 200 referrers. */
    public List<Verified> about(Repository repository, Digest subject) throws Unavailable, Refused {
        var signed = new ArrayList<Verified>();
        for (var referrer : registry.referrers(repository, subject).stream()
                .limit(MAX_REFERRERS)
                .toList()) {
            bundle(repository, referrer)
                    .flatMap(this::verified)
                    .filter(verified -> verified.statement().subjects().stream()
                            .anyMatch(each -> each.digest().equals(subject)))
                    .ifPresent(signed::add);
        }
        return signed;
    }

    private Optional<Verified> verified(Bytes bundle) {
        try {
            return Optional.of(verifier.verify(bundle));
        } catch (Refused notOurs) {
            System.getLogger(Referrers.class.getName()).log(System.Logger.Level.DEBUG, notOurs.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Bytes> bundle(Repository repository, Descriptor referrer) throws Unavailable, Refused {
        var manifest = registry.manifest(ImageRef.of(repository, referrer.digest()));
        var layer = manifest.flatMap(found -> found.content().layers().stream()
                .filter(each -> each.mediaType().equals(MediaTypes.SIGSTORE_BUNDLE) && each.size() <= MAX_BUNDLE)
                .findFirst());
        return layer.isEmpty() ? Optional.empty() : Optional.of(read(repository, layer.get()));
    }

    private Bytes read(Repository repository, Descriptor layer) throws Unavailable, Refused {
        try (var content = registry.blob(repository, layer)) {
            return Bytes.of(content.readAllBytes());
        } catch (IOException e) {
            throw new Unavailable("reading " + repository + "@" + layer.digest() + " broke off: " + e.getMessage(), e);
        }
    }
}
