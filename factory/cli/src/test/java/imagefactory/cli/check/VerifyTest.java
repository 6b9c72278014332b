package imagefactory.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.Typed;
import imagefactory.cli.factory.Brief;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Repository;
import imagefactory.core.sign.Statement;
import imagefactory.oci.http.HttpRegistry;
import imagefactory.oci.http.RegistrySettings;
import imagefactory.trust.KeyPairFile;
import imagefactory.trust.KeySigner;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
    @TempDir
    static Path folder;

    private static TestRegistry process;
    private static HttpRegistry registry;
    private static KeySigner signer;
    private static String key;
    private static String otherKey;

    private Repository repository;

    @BeforeAll
    static void start() throws Exception {
        process = new TestRegistry();
        registry = new HttpRegistry(RegistrySettings.defaults().insecure(Set.of(process.address())));
        key = pair("factory");
        otherKey = pair("other");
        signer = new KeySigner(new KeyPairFile(folder.resolve("factory.key"), Optional.empty()));
    }

    @AfterAll
    static void stop() {
        registry.close();
        process.close();
    }

    @BeforeEach
    void place(TestInfo test) {
        var name = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
        repository = Repository.parse(process.address() + "/demo/" + name);
    }

    @Test
    void publishedImageIsVerifiedWithAnyOfSeveralKeys() throws Exception {
        var image = new PublishedImage(registry, repository, signer).publish();

        var ended = verify(image, "--key", otherKey, "--key", key);

        var children = registry.manifest(image).orElseThrow().content().manifests();
        var id = Brief.id(signer.keyId());
        assertThat(ended)
                .isEqualTo(new Typed.Ended(
                        0,
                        """
                %s  ✓ verified
                  WHAT         DIGEST                SIGNED                                 BY KEY
                  index        %s  signature, provenance                  %s
                  linux/amd64  %s  signature, SBOM, vulnerability report  %s
                  linux/arm64  %s  signature, SBOM, vulnerability report  %s
                  image     portal
                  source    file:///srv/demo.git  main at 3f2c9d1a3f2c
                  bases     docker.io/library/debian:12  %s on linux/amd64
                            docker.io/library/debian:12  %s on linux/arm64
                """.formatted(
                                        image,
                                        Brief.name(image.digest().orElseThrow()),
                                        id,
                                        Brief.name(children.get(0).digest()),
                                        id,
                                        Brief.name(children.get(1).digest()),
                                        id,
                                        Brief.name(Bytes.utf8("linux/amd64").digest()),
                                        Brief.name(Bytes.utf8("linux/arm64").digest())),
                        ""));
    }

    @Test
    void tagIsVerifiedAsTheDigestThatItStandsFor() throws Exception {
        var image = new PublishedImage(registry, repository, signer).publish();

        var ended = verify(ImageRef.of(repository, "latest"), "--key", key, "--json");

        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .startsWith("{\"digest\":\"" + image.digest().orElseThrow()
                        + "\",\"problems\":[],\"provenance\":{\"bases\":[")
                .endsWith(",\"verified\":true}\n");
    }

    @Test
    void keyThatSignedNothingHereVerifiesNothing() throws Exception {
        var image = new PublishedImage(registry, repository, signer).publish();

        var ended = verify(image, "--key", otherKey);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .startsWith(image + "  ✗ not verified\n")
                .contains("  signature-invalid: " + image + " has no signature that one of the given keys signed.\n"
                        + "  Give the key of the factory that published it, or do not use this image.\n");
    }

    @Test
    void missingAttestationsAreNamedForEachPlatform() throws Exception {
        var image = new PublishedImage(registry, repository, signer)
                .without(Statement.VULNERABILITIES)
                .publish();

        assertThat(verify(image, "--key", key).out())
                .contains(
                        " (linux/amd64) has no vulnerability report that one of the given keys signed.\n",
                        " (linux/arm64) has no vulnerability report that one of the given keys signed.\n");
    }

    @Test
    void markThatIsNotWhatTheProvenanceSaysIsUntrue() throws Exception {
        var image = new PublishedImage(registry, repository, signer)
                .marked(Bytes.utf8("forged").digest())
                .publish();

        var ended = verify(image, "--key", key);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .contains("  truth-violated: The index of " + repository + " says inputs "
                        + Bytes.utf8("forged").digest() + " and epoch \"\" of linux/amd64, planned was inputs ");
    }

    @Test
    void imageThatIsNotBuiltOnTheBaseOfItsProvenanceIsUntrue() throws Exception {
        var built = new PublishedImage(registry, repository, signer).on("layer").publish();
        var other =
                new PublishedImage(registry, repository, signer).on("another").publish();

        assertThat(verify(built, "--key", key).code()).isZero();
        assertThat(verify(other, "--key", key).out())
                .contains(" on linux/amd64 does not begin with the layers of the base that its final stage is FROM.\n");
    }

    @Test
    void baseThatIsGoneIsHeldAgainstNothing() throws Exception {
        var image =
                new PublishedImage(registry, repository, signer).onWhatIsGone().publish();

        assertThat(verify(image, "--key", key).code()).isZero();
    }

    @Test
    void imageThatIsNotThereIsTold() {
        assertThat(verify(ImageRef.of(repository, "none"), "--key", key).err()).isEqualTo("""
                not-found: %s:none is not there.
                  Name a tag or a digest that is published; status shows them.
                """.formatted(repository));
    }

    @Test
    void registryThatIsNotNamedInsecureIsSpokenToByHttpsOnly() {
        var ended = new Typed().type("verify", repository + ":latest", "--key", key);

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).startsWith("not-reachable: ").contains(process.address());
    }

    private static Typed.Ended verify(ImageRef image, String... more) {
        var words = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                "verify", image.toString(), "--insecure-registry", process.address()),
                        java.util.stream.Stream.of(more))
                .toArray(String[]::new);
        return new Typed().type(words);
    }

    private static String pair(String name) throws Exception {
        var publicKey = folder.resolve(name + ".pub");
        new KeyPairFile(folder.resolve(name + ".key"), Optional.empty()).generate(publicKey);
        return publicKey.toString();
    }
}
