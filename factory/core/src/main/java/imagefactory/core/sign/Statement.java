package imagefactory.core.sign;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.json.CanonicalJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is said of some artifacts (in-toto Statement v1).
 *
 * @param predicate JSON
 */
public record Statement(String predicateType, List<Subject> subjects, Bytes predicate) {
    public static final String TYPE = "https://in-toto.io/Statement/v1";

    /** What a plain signature of an image says: these bytes are ours (cosign 3). */
    public static final String COSIGN_SIGN = "https://sigstore.dev/cosign/sign/v1";

    public static final String SLSA_PROVENANCE = "https://slsa.dev/provenance/v1";
    public static final String CYCLONEDX = "https://cyclonedx.org/bom";
    public static final String VULNERABILITIES = "https://cosign.sigstore.dev/attestation/vuln/v1";

    public Statement {
        subjects = List.copyOf(subjects);
        predicate = predicate.stripped();
    }

    /** @param name of the repository; the digest is what counts */
    public record Subject(String name, Digest digest) {}

    /** The bytes that are signed. */
    public Bytes json() {
        return CanonicalJson.write(Map.of(
                "_type",
                TYPE,
                "subject",
                subjects.stream().map(Statement::json).toList(),
                "predicateType",
                predicateType,
                "predicate",
                new CanonicalJson.Raw(predicate)));
    }

    /** Whether it speaks of these bytes: a signature that is good for something else is good for nothing here. */
    public boolean isAbout(Digest digest) {
        return subjects.stream().anyMatch(subject -> subject.digest().equals(digest));
    }

    /**
     * What the manifest of its bundle is annotated with, so that readers find it among a subject's referrers (as cosign 3 does).
     *
     * @param created when the bundle was made, to the second
     */
    public SortedMap<String, String> annotations(Instant created) {
        return new TreeMap<>(Map.of(
                "dev.sigstore.bundle.content",
                "dsse-envelope",
                "dev.sigstore.bundle.predicateType",
                predicateType,
                "org.opencontainers.image.created",
                created.truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    private static Map<String, Object> json(Subject subject) {
        var digest = subject.digest();
        return Map.of("name", subject.name(), "digest", Map.of(digest.algorithm(), digest.hex()));
    }
}
