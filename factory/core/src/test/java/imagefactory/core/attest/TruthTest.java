package imagefactory.core.attest;

import static imagefactory.core.image.Platform.LINUX_AMD64;
import static imagefactory.core.image.Platform.LINUX_ARM64;
import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.build.BuildKey;
import imagefactory.core.build.BuiltImage.Report;
import imagefactory.core.build.Mark;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.ImageConfig;
import imagefactory.core.registry.Manifest;
import imagefactory.core.registry.MediaTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TruthTest {
    private static final ImageConfig BASE = config(LINUX_AMD64, Map.of(), "debian");
    private static final Map<String, String> LABELS = Map.of("org.opencontainers.image.vendor", "acme");
    private static final Evidence AMD64 = evidence(LINUX_AMD64);
    private static final Evidence ARM64 = evidence(LINUX_ARM64);
    private static final List<Evidence> BOTH = List.of(AMD64, ARM64);
    private static final Manifest INDEX = index(child(AMD64), child(ARM64));

    @Test
    void whatIsAsPlannedViolatesNothing() {
        assertThat(Truth.violations("portal", INDEX, BOTH)).isEmpty();
    }

    @Test
    void imageFromScratchHasNoBaseToBeginWith() {
        var scratch = with(AMD64, AMD64.config(), Optional.empty(), AMD64.report());

        assertThat(Truth.violations("portal", INDEX, List.of(scratch, ARM64))).isEmpty();
    }

    @Test
    void buildKnownFromASignedProvenanceNeedsNoReport() {
        var known = with(AMD64, AMD64.config(), AMD64.base(), Optional.empty());

        assertThat(Truth.violations("portal", INDEX, List.of(known, ARM64))).isEmpty();
    }

    @Test
    void childThatWasNotScannedIsFound() {
        var planted = new Descriptor(MediaTypes.OCI_MANIFEST, Portal.digest("planted"), 7)
                .in(LINUX_ARM64, new Mark(ARM64.inputs().digest(), "").annotations());

        assertThat(Truth.violations("portal", index(child(AMD64), planted), BOTH))
                .containsExactly(
                        violated("The index of portal lists the scanned " + ARM64.scanned()
                                + " for linux/arm64 0 times, once was expected."),
                        violated("The index of portal lists " + planted.digest()
                                + " for linux/arm64, and that is not what was scanned."));
    }

    @Test
    void oneChildTooManyIsFound() {
        var planted = new Descriptor(MediaTypes.OCI_MANIFEST, Portal.digest("planted"), 7);

        assertThat(Truth.violations("portal", index(child(AMD64), child(ARM64), planted), BOTH))
                .containsExactly(violated("The index of portal lists " + planted.digest()
                        + " for no platform, and that is not what was scanned."));
    }

    @Test
    void childListedTwiceIsFound() {
        assertThat(Truth.violations("portal", index(child(AMD64), child(AMD64), child(ARM64)), BOTH))
                .containsExactly(violated("The index of portal lists the scanned " + AMD64.scanned()
                        + " for linux/amd64 2 times, once was expected."));
    }

    @Test
    void scannedManifestUnderAnotherPlatformIsFound() {
        var swapped = child(AMD64).in(LINUX_ARM64, child(AMD64).annotations());

        assertThat(Truth.violations("portal", index(swapped), List.of(AMD64)))
                .extracting(Problem::text)
                .containsExactly(
                        "The index of portal lists the scanned " + AMD64.scanned()
                                + " for linux/amd64 0 times, once was expected.",
                        "The index of portal lists " + AMD64.scanned()
                                + " for linux/arm64, and that is not what was scanned.");
    }

    @Test
    void manifestInPlaceOfAnIndexIsFound() {
        var manifest = new Manifest(MediaTypes.OCI_MANIFEST, Bytes.utf8("{}"), INDEX.content());

        assertThat(Truth.violations("portal", manifest, BOTH))
                .containsExactly(violated("The index of portal was read and is a " + MediaTypes.OCI_MANIFEST + "."));
    }

    @Test
    void markOfOtherInputsIsFound() {
        var wrong = child(AMD64).in(LINUX_AMD64, new Mark(Portal.digest("other"), "1").annotations());
        var none = child(ARM64).in(LINUX_ARM64, Map.of());

        assertThat(Truth.violations("portal", index(wrong, none), BOTH))
                .extracting(Problem::text)
                .containsExactly(
                        "The index of portal says inputs " + Portal.digest("other")
                                + " and epoch \"1\" of linux/amd64, planned was inputs "
                                + AMD64.inputs().digest()
                                + " and epoch \"\".",
                        "The index of portal says nothing of its inputs of linux/arm64, planned was inputs "
                                + ARM64.inputs().digest() + " and epoch \"\".");
    }

    @Test
    void anotherPlatformInTheConfigurationIsFound() {
        var wrong = with(AMD64, config(LINUX_ARM64, LABELS, "debian", "app"), AMD64.base(), AMD64.report());

        assertThat(Truth.violations("portal", INDEX, List.of(wrong, ARM64)))
                .containsExactly(
                        new Problem(
                                Code.TRUTH_VIOLATED,
                                "portal on linux/amd64 was built for linux/amd64 and its configuration says linux/arm64.",
                                "Have the builder's machine build for linux/amd64, or take that platform out of the enrolment."));
    }

    @Test
    void labelThatIsMissingOrAnotherIsFound() {
        var missing = with(AMD64, config(LINUX_AMD64, Map.of(), "debian", "app"), AMD64.base(), AMD64.report());
        var other = with(
                ARM64,
                config(LINUX_ARM64, Map.of("org.opencontainers.image.vendor", "evil"), "debian"),
                ARM64.base(),
                ARM64.report());

        assertThat(Truth.violations("portal", INDEX, List.of(missing, other)))
                .containsExactly(
                        violated(
                                "portal on linux/amd64 was to carry the label org.opencontainers.image.vendor=\"acme\" and does not."),
                        violated(
                                "portal on linux/arm64 was to carry the label org.opencontainers.image.vendor=\"acme\" and carries \"evil\"."));
    }

    @Test
    void imageThatIsNotBuiltOnItsBaseIsFound() {
        var wrong = with(AMD64, config(LINUX_AMD64, LABELS, "alpine", "app"), AMD64.base(), AMD64.report());

        assertThat(Truth.violations("portal", INDEX, List.of(wrong, ARM64)))
                .containsExactly(
                        violated(
                                "portal on linux/amd64 does not begin with the layers of the base that its final stage is FROM."));
    }

    @Test
    void keyThatItsInputsDoNotGiveIsFound() {
        var key = BuildKey.of(Portal.digest("other"), "");
        var wrong =
                new Evidence(AMD64.inputs(), "", key, AMD64.scanned(), AMD64.config(), AMD64.base(), AMD64.report());

        assertThat(Truth.violations("portal", INDEX, List.of(wrong, ARM64)))
                .extracting(Problem::text)
                .containsExactly("portal on linux/amd64 is kept under the build key " + key + ", and its inputs give "
                        + AMD64.key() + ".");
    }

    @Test
    void builderThatLiesAboutItsDigestItsContextAndItsBasesIsFound() {
        var pin = new Pin(ImageRef.parse("debian:12"), LINUX_AMD64, Portal.digest("older debian"));
        var report =
                new Report(Portal.digest("other context"), Portal.digest("other"), List.of(pin), "buildah 1.28.2", 1);
        var lied = with(AMD64, AMD64.config(), AMD64.base(), Optional.of(report));

        assertThat(Truth.violations("portal", INDEX, List.of(lied, ARM64)))
                .containsExactly(
                        lied(
                                "manifest " + Portal.digest("other"),
                                AMD64.scanned().toString()),
                        lied(
                                "context " + Portal.digest("other context"),
                                Portal.digest("context").toString()),
                        lied(
                                "bases [docker.io/library/debian:12 for linux/amd64 at " + pin.manifest() + "]",
                                "[docker.io/library/debian:12 for linux/amd64 at "
                                        + Portal.digest("debian linux/amd64")
                                        + ", ghcr.io/acme/node:22 for linux/amd64 at " + Portal.digest("node amd64")
                                        + "]"));
    }

    private static Problem violated(String text) {
        return new Problem(
                Code.TRUTH_VIOLATED,
                text,
                "Find out who else can write to the staging repository, and ask for a rebuild without cache.");
    }

    private static Problem lied(String reported, String expected) {
        return new Problem(
                Code.BUILDER_LIED,
                "The builder of portal on linux/amd64 reports the " + reported + ", expected was " + expected + ".",
                "Do not trust what this builder made: look at its log, mend or replace it, and ask for a rebuild without cache.");
    }

    private static Evidence evidence(Platform platform) {
        var made = Portal.made(platform);
        var inputs = made.inputs();
        var pins = inputs.pins().reversed();
        return new Evidence(
                inputs,
                "",
                made.key(),
                made.manifest(),
                config(platform, LABELS, "debian", "app"),
                Optional.of(BASE),
                Optional.of(new Report(inputs.context(), made.manifest(), pins, "buildah 1.28.2", 1)));
    }

    private static Evidence with(
            Evidence was, ImageConfig config, Optional<ImageConfig> base, Optional<Report> report) {
        return new Evidence(was.inputs(), was.epoch(), was.key(), was.scanned(), config, base, report);
    }

    private static ImageConfig config(Platform platform, Map<String, String> labels, String... layers) {
        return new ImageConfig(
                platform, List.of(layers).stream().map(Portal::digest).toList(), new TreeMap<>(labels));
    }

    private static Descriptor child(Evidence evidence) {
        Digest digest = evidence.scanned();
        var mark = new Mark(evidence.inputs().digest(), evidence.epoch());
        return new Descriptor(MediaTypes.OCI_MANIFEST, digest, 7)
                .in(evidence.inputs().platform(), mark.annotations());
    }

    private static Manifest index(Descriptor... children) {
        return Manifest.index(List.of(children), Map.of());
    }
}
