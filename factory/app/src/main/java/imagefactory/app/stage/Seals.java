package imagefactory.app.stage;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import imagefactory.core.run.Kept;
import imagefactory.core.run.StageResult.Seal;
import imagefactory.core.sign.Signer;
import imagefactory.core.sign.Statement;
import imagefactory.core.sign.Verifier.Verified;
import imagefactory.oci.Images;
import imagefactory.trust.Referrers;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signed statements on their way: made and kept, put beside their subject, read back. */
@Singleton
public final class Seals {
    private final Signer signer;
    private final Kept kept;
    private final Images images;
    private final Referrers referrers;

    Seals(Signer signer, Kept kept, Images images, Referrers referrers) {
        this.signer = signer;
        this.kept = kept;
        this.images = images;
        this.referrers = referrers;
    }

    Seal seal(Descriptor subject, Statement statement) throws Refused {
        return new Seal(subject, statement.predicateType(), kept.keep(signer.sign(statement)));
    }

    /** @param about one subject, all of them */
    void attach(Repository repository, List<Seal> about, Instant at) throws Unavailable, Refused {
        var bundles = about.stream()
                .map(seal -> new Images.Attachment(kept.get(seal.bundle()), annotations(seal, at)))
                .toList();
        images.attachBundles(repository, about.getFirst().subject(), bundles);
    }

    private static Map<String, String> annotations(Seal seal, Instant at) {
        return new Statement(seal.predicateType(), List.of(), Manifest.EMPTY).annotations(at);
    }

    /** The SBOM that a manifest was published with. */
    Optional<Bytes> sbom(Repository repository, Digest manifest) throws Unavailable, Refused {
        return referrers.about(repository, manifest).stream()
                .map(Verified::statement)
                .filter(statement -> statement.predicateType().equals(Statement.CYCLONEDX))
                .map(Statement::predicate)
                .findFirst();
    }

    /**
     * Reads one subject's statements as anyone would, with the public key.
     *
     * @param types what has to be said of it
     * @return all that a trusted key signed
     */
    List<Verified> readBack(Repository repository, Digest subject, List<String> types) throws Unavailable, Refused {
        var read = referrers.about(repository, subject);
        for (var type : types) {
            if (read.stream()
                    .noneMatch(verified -> verified.statement().predicateType().equals(type))) {
                throw new Refused(
                        new Problem(
                                Problem.Code.SIGNATURE_INVALID,
                                repository + "@" + subject + " was read back and has no " + type
                                        + " that a trusted key signed.",
                                "See whether factory.keys.trusted holds the public key of factory.keys.signing, then rebuild."));
            }
        }
        return read;
    }
}
