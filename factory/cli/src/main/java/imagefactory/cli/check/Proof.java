package imagefactory.cli.check;

import imagefactory.core.attest.Evidence;
import imagefactory.core.attest.Provenance;
import imagefactory.core.attest.Truth;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.registry.ImageConfig;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.Registry;
import imagefactory.core.sign.Statement;
import imagefactory.core.sign.Verifier.Verified;
import imagefactory.trust.ProvenanceReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What trusted keys have signed of a published image, read back from its registry alone.
 *
 * @param repository where the image is
 * @param subjects the index and each of its manifests, in the index's order
 * @param provenance how it was made, as it was signed
 * @param problems everything that is missing or not true; empty where all is as it has to be
 */
public record Proof(
        Repository repository, List<Subject> subjects, Optional<Provenance> provenance, List<Problem> problems) {
    private static final List<String> OF_INDEX = List.of(Statement.COSIGN_SIGN, Statement.SLSA_PROVENANCE);
    private static final List<String> AS_MADE =
            List.of(Statement.COSIGN_SIGN, Statement.SLSA_PROVENANCE, Statement.CYCLONEDX, Statement.VULNERABILITIES);
    private static final List<String> OF_PLATFORM =
            List.of(Statement.COSIGN_SIGN, Statement.CYCLONEDX, Statement.VULNERABILITIES);

    /**
     * Something that is signed.
     *
     * @param platform for what it is; empty for an index
     * @param statements that trusted keys signed about it
     */
    public record Subject(Digest digest, Optional<Platform> platform, List<Verified> statements) {
        /** Types of what is said of it, each once, in the order in which they are made. */
        public List<String> types() {
            return statements.stream()
                    .map(verified -> verified.statement().predicateType())
                    .distinct()
                    .sorted(Comparator.comparingInt(AS_MADE::indexOf))
                    .toList();
        }

        /** The keys that signed, each once. */
        public List<String> keys() {
            return statements.stream().map(Verified::keyId).distinct().toList();
        }

        private boolean has(String type) {
            return types().contains(type);
        }
    }

    public Digest digest() {
        return subjects.getFirst().digest();
    }

    public boolean isGood() {
        return problems.isEmpty();
    }

    /** What trusted keys have signed about a manifest. */
    @FunctionalInterface
    public interface Statements {
        List<Verified> about(Repository repository, Digest subject) throws Unavailable, Refused;
    }

    /** Reads proofs back from a registry. */
    public record Reader(Registry registry, Statements statements) {
        /** @throws Refused with {@code not-found} where there is no such image */
        public Proof read(ImageRef ref) throws Unavailable, Refused {
            var repository = ref.repository();
            var manifest = manifest(ref);
            var subjects = new ArrayList<Subject>();
            subjects.add(subject(repository, manifest.digest(), Optional.empty()));
            for (var child : manifest.content().manifests()) {
                subjects.add(subject(repository, child.digest(), child.platform()));
            }
            var problems = new ArrayList<>(missing(repository, manifest, subjects));
            var provenance = provenance(subjects.getFirst(), problems);
            if (provenance.isPresent()) {
                problems.addAll(
                        Truth.violations(repository.toString(), manifest, evidence(repository, provenance.get())));
            }
            return new Proof(repository, List.copyOf(subjects), provenance, List.copyOf(problems));
        }

        private Subject subject(Repository repository, Digest digest, Optional<Platform> platform)
                throws Unavailable, Refused {
            return new Subject(digest, platform, statements.about(repository, digest));
        }

        private Manifest manifest(ImageRef ref) throws Unavailable, Refused {
            var found = registry.manifest(ref);
            if (found.isEmpty()) {
                throw new Refused(new Problem(
                        Problem.Code.NOT_FOUND,
                        ref + " is not there.",
                        "Name a tag or a digest that is published; status shows them."));
            }
            return found.get();
        }

        /** As the registry has it now; what the provenance names and is gone shows as a violation of the index. */
        private List<Evidence> evidence(Repository repository, Provenance provenance) throws Unavailable, Refused {
            var evidence = new ArrayList<Evidence>();
            for (var made : provenance.platforms().values()) {
                var manifest = manifest(ImageRef.of(repository, made.manifest()));
                var config = manifest.content().config().orElseThrow(() -> noImage(repository, made.manifest()));
                evidence.add(new Evidence(
                        made.inputs(),
                        made.epoch(),
                        made.key(),
                        made.manifest(),
                        registry.config(repository, config),
                        made.base().isPresent() ? base(made.base().get()) : Optional.empty(),
                        Optional.empty()));
            }
            return evidence;
        }

        /** Registries clean bases away that no tag names any more: one that is gone can be held against nothing. */
        private Optional<ImageConfig> base(Pin pin) throws Unavailable, Refused {
            var repository = pin.reference().repository();
            var config = registry.manifest(ImageRef.of(repository, pin.manifest()))
                    .flatMap(manifest -> manifest.content().config());
            return config.isPresent() ? Optional.of(registry.config(repository, config.get())) : Optional.empty();
        }
    }

    private static Optional<Provenance> provenance(Subject index, List<Problem> problems) {
        var signed = index.statements().stream()
                .map(Verified::statement)
                .filter(statement -> statement.predicateType().equals(Statement.SLSA_PROVENANCE))
                .findFirst();
        if (signed.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ProvenanceReader.read(signed.get()));
        } catch (Refused unreadable) {
            problems.add(unreadable.problem());
            return Optional.empty();
        }
    }

    private static List<Problem> missing(Repository repository, Manifest manifest, List<Subject> subjects) {
        var problems = new ArrayList<Problem>();
        for (var subject : subjects) {
            var isIndex = manifest.isIndex() && subject.digest().equals(manifest.digest());
            (isIndex ? OF_INDEX : OF_PLATFORM)
                    .stream()
                            .filter(type -> !subject.has(type))
                            .map(type -> missing(repository, subject, type))
                            .forEach(problems::add);
        }
        return problems;
    }

    private static Problem missing(Repository repository, Subject subject, String type) {
        var platform = subject.platform().map(word -> " (" + word + ")").orElse("");
        return new Problem(
                Problem.Code.SIGNATURE_INVALID,
                repository + "@" + subject.digest() + platform + " has no " + StatementNames.of(type)
                        + " that one of the given keys signed.",
                "Give the key of the factory that published it, or do not use this image.");
    }

    private static Refused noImage(Repository repository, Digest digest) {
        return new Refused(new Problem(
                Problem.Code.REGISTRY_WRONG,
                repository + "@" + digest + " is named by the provenance and is no image.",
                "Do not use this image; find out who else writes to " + repository + "."));
    }
}
