package imagefactory.trust;

import imagefactory.core.attest.Provenance;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.Origins;
import imagefactory.core.sign.Statement;
import imagefactory.core.sign.Verifier.Verified;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Provenance from the registry, once its signature is verified. What a digest was made of never changes: it is read once. */
public final class SignedOrigins implements Origins {
    private static final int REMEMBERED = 20_000;

    private final Referrers referrers;
    private final Map<Digest, Provenance> known = Collections.synchronizedMap(new Remembered<>());

    public SignedOrigins(Referrers referrers) {
        this.referrers = referrers;
    }

    @Override
    public Optional<Provenance> of(Repository repository, Digest index) throws Unavailable, Refused {
        var remembered = Optional.ofNullable(known.get(index));
        if (remembered.isPresent()) {
            return remembered;
        }
        var signed = referrers.about(repository, index).stream()
                .map(Verified::statement)
                .filter(statement -> statement.predicateType().equals(Statement.SLSA_PROVENANCE))
                .findFirst();
        return signed.isPresent() ? Optional.of(read(index, signed.get())) : Optional.empty();
    }

    private Provenance read(Digest index, Statement statement) throws Refused {
        var provenance = ProvenanceReader.read(statement);
        known.put(index, provenance);
        return provenance;
    }

    /** The least recently used goes first. */
    private static final class Remembered<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        private Remembered() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > REMEMBERED;
        }
    }
}
