package imagefactory.trust.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.attest.Attestations;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.sign.Statement;
import imagefactory.core.sign.Statement.Subject;
import imagefactory.core.sign.Verifier.Verified;
import imagefactory.trust.KeyPairFile;
import imagefactory.trust.KeySigner;
import imagefactory.trust.KeyVerifier;
import imagefactory.trust.ProvenanceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the factory signs, the real cosign verifies, and the other way round: on a real registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CosignContract {
    private static final String PASSWORD = "correct horse";

    private Path folder;
    private LocalRegistry registry;
    private RegistryHttp http;
    private Cosign cosign;
    private KeyPairFile pair;
    private Path publicKey;
    private KeySigner signer;

    abstract LocalRegistry start(Path at) throws IOException;

    @BeforeAll
    void registryAndKeys(@TempDir Path folder) throws Exception {
        this.folder = folder;
        registry = start(Files.createDirectory(folder.resolve("registry")));
        http = registry.http();
        cosign = new Cosign(folder, PASSWORD);
        var password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        pair = new KeyPairFile(folder.resolve("factory.key"), Optional.of(password));
        publicKey = folder.resolve("factory.pub");
        pair.generate(publicKey);
        signer = new KeySigner(pair);
    }

    @AfterAll
    void end() {
        registry.close();
    }

    @Test
    void cosignVerifiesOurSignaturesOfIndexAndPlatforms() throws Exception {
        var image = PublishedImage.in(http, "signed");
        for (var each : all(image)) {
            attach(each, Attestations.signature(subject(each)));
        }

        for (var each : all(image)) {
            var said = cosign.verify(publicKey, http.image(each.digest()));
            assertThat(said.exit()).as(said.text()).isZero();
            assertThat(said.text()).contains(each.digest().value());
        }
    }

    @Test
    void cosignVerifiesOurProvenanceOfTheIndex() throws Exception {
        var image = PublishedImage.in(http, "provenance");
        var index = image.index().descriptor();
        attach(index, Attestations.provenance(subject(index), image.provenance()));

        for (var type : List.of(Statement.SLSA_PROVENANCE, "slsaprovenance1")) {
            var said = cosign.verifyAttestation(publicKey, type, http.image(index.digest()));
            assertThat(said.exit()).as(said.text()).isZero();
        }
        assertThat(cosign.verifyAttestation(publicKey, "cyclonedx", http.image(index.digest()))
                        .exit())
                .isNotZero();
    }

    @Test
    void cosignVerifiesOurSbomsAndVulnerabilityReports() throws Exception {
        var image = PublishedImage.in(http, "scanned");
        for (var each : image.manifests().values()) {
            attach(each, Attestations.sbom(subject(each), PublishedImage.scan()));
            attach(each, Attestations.vulnerabilities(subject(each), PublishedImage.vulnerabilities()));

            for (var type : List.of("cyclonedx", "vuln", Statement.CYCLONEDX, Statement.VULNERABILITIES)) {
                var said = cosign.verifyAttestation(publicKey, type, http.image(each.digest()));
                assertThat(said.exit()).as(said.text()).isZero();
            }
        }
    }

    @Test
    void cosignRefusesWhatWeDidNotSign() throws Exception {
        var image = PublishedImage.in(http, "strange");
        var index = image.index().descriptor();
        var other = image.manifests().firstEntry().getValue();
        attach(index, Attestations.signature(subject(other)));

        assertThat(cosign.verify(publicKey, http.image(index.digest())).exit()).isNotZero();
        assertThat(cosign.verify(publicKey, http.image(other.digest())).exit()).isNotZero();
    }

    @Test
    void cosignSignsWithOurKeyAndWeVerifyIt() throws Exception {
        var image = PublishedImage.in(http, "by cosign");
        var index = image.index().descriptor();
        var predicate = Files.write(
                folder.resolve("predicate"), image.provenance().json().array());

        cosign.sign(pair.key(), http.image(index.digest()));
        cosign.attest(pair.key(), "slsaprovenance1", predicate, http.image(index.digest()));

        var read = verified(KeyVerifier.of(List.of(publicKey)), index);
        assertThat(read).extracting(Verified::keyId).containsOnly(signer.keyId());
        assertThat(read)
                .extracting(each -> each.statement().predicateType())
                .containsExactlyInAnyOrder(Statement.COSIGN_SIGN, Statement.SLSA_PROVENANCE);
        assertThat(read)
                .allSatisfy(each -> assertThat(each.statement().subjects())
                        .extracting(Subject::digest)
                        .containsExactly(index.digest()));
    }

    @Test
    void cosignsOwnKeySignsForUs() throws Exception {
        var home = Files.createDirectory(folder.resolve("cosign"));
        var theirs = new Cosign(home, PASSWORD);
        theirs.generateKeyPair();
        var key = new KeyPairFile(home.resolve("cosign.key"), pair.password());
        var image = PublishedImage.in(http, "with the key of cosign");
        var index = image.index().descriptor();

        var statement = Attestations.signature(subject(index));
        http.attach(index, new KeySigner(key).sign(statement), statement.annotations(Instant.now()));

        assertThat(key.publicPem()).isEqualTo(Files.readString(home.resolve("cosign.pub")));
        assertThat(theirs.verify(home.resolve("cosign.pub"), http.image(index.digest()))
                        .exit())
                .isZero();
        assertThat(theirs.verify(publicKey, http.image(index.digest())).exit()).isNotZero();
    }

    @Test
    void provenanceIsReadBackFromTheRegistryAlone() throws Exception {
        var image = PublishedImage.in(http, "read back");
        var index = image.index().descriptor();
        attach(index, Attestations.provenance(subject(index), image.provenance()));

        var read = verified(KeyVerifier.of(List.of(publicKey)), index).getFirst();

        assertThat(ProvenanceReader.read(read.statement())).isEqualTo(image.provenance());
    }

    private List<Verified> verified(KeyVerifier verifier, Descriptor subject) throws Exception {
        var read = new ArrayList<Verified>();
        for (var bundle : http.bundles(subject.digest())) {
            read.add(verifier.verify(bundle));
        }
        return read;
    }

    private void attach(Descriptor subject, Statement statement) throws Exception {
        http.attach(subject, signer.sign(statement), statement.annotations(Instant.now()));
    }

    private Subject subject(Descriptor descriptor) {
        return new Subject(http.image(descriptor.digest()).replaceFirst("@.*", ""), descriptor.digest());
    }

    private static List<Descriptor> all(PublishedImage image) {
        var all = new ArrayList<>(image.manifests().values());
        all.add(image.index().descriptor());
        return all;
    }
}
