package imagefactory.core.attest;

import static imagefactory.core.image.Platform.LINUX_AMD64;
import static imagefactory.core.image.Platform.LINUX_ARM64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.attest.Provenance.Made;
import imagefactory.core.build.BuildReason.EnrolmentChanged;
import imagefactory.core.build.Difference;
import imagefactory.core.build.Format;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.build.Inputs.Recipe;
import imagefactory.core.build.Pin;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.source.Source;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
    @Test
    void twoPlatformsOfOneSourceAreToldOnceWithTheirBases() throws IOException {
        Golden.expect(
                "provenance/two-platforms/out.json",
                Portal.provenance(LINUX_AMD64, LINUX_ARM64).json());
    }

    @Test
    void barestImageIsTold() throws IOException {
        var inputs = new Inputs(
                LINUX_AMD64,
                Portal.digest("context"),
                Portal.digest("dockerfile"),
                Optional.empty(),
                new Recipe(Optional.empty(), new TreeMap<>(), new TreeMap<>(), List.of(), Format.AUTO),
                List.of(),
                new Backend("buildah", 1));
        var made =
                new Made(inputs, "2026-03-01T09:40:31Z", Optional.empty(), Portal.digest("manifest"), "buildah 1.28.2");
        var source = new Source(URI.create("file:///srv/git/demo"), "main", "legacy/Dockerfile", "");

        var provenance = new Provenance(
                "legacy", source, Portal.COMMIT, new TreeMap<>(Map.of(LINUX_AMD64, made)), Portal.EXECUTION);

        Golden.expect("provenance/barest/out.json", provenance.json());
    }

    @Test
    void baseThatIsPinnedByTheDockerfileKeepsItsDigestInThePackageUrl() {
        var digest = Portal.digest("index");
        var pin = new Pin(ImageRef.parse("127.0.0.1:5000/base/debian:12@" + digest), LINUX_ARM64, Portal.digest("m"));

        assertThat(provenanceOf(withPins(List.of(pin))).json().utf8())
                .contains("\"uri\":\"pkg:docker/127.0.0.1:5000/base/debian@12?digest=" + digest
                        + "&platform=linux%2Farm64\"");
    }

    @Test
    void onePinAtTwoManifestsStaysTwoDependencies() {
        var made = new TreeMap<Platform, Made>();
        made.put(LINUX_AMD64, made(LINUX_AMD64, "older"));
        made.put(LINUX_ARM64, made(LINUX_ARM64, "newer"));

        var json = new Provenance("portal", Portal.SOURCE, Portal.COMMIT, made, Portal.EXECUTION)
                .json()
                .utf8();

        assertThat(json)
                .contains(Portal.digest("older").hex(), Portal.digest("newer").hex());
    }

    @Test
    void platformsOfTwoSourcesAreNoOneImage() {
        var made = new TreeMap<>(Map.of(LINUX_AMD64, Portal.made(LINUX_AMD64), LINUX_ARM64, Portal.made(LINUX_ARM64)));
        var other = Portal.inputs(LINUX_ARM64);
        var inputs = new Inputs(
                LINUX_ARM64,
                Portal.digest("another context"),
                other.dockerfile(),
                other.dockerignore(),
                other.recipe(),
                other.pins(),
                other.backend());
        made.put(LINUX_ARM64, new Made(inputs, "", Optional.empty(), Portal.digest("m"), "buildah"));

        assertThatThrownBy(() -> new Provenance("portal", Portal.SOURCE, Portal.COMMIT, made, Portal.EXECUTION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the platforms of portal were not built from one context");
    }

    @Test
    void inputsOfAnotherPlatformAreRefused() {
        var made = new TreeMap<>(Map.of(LINUX_AMD64, Portal.made(LINUX_ARM64)));

        assertThatThrownBy(() -> new Provenance("portal", Portal.SOURCE, Portal.COMMIT, made, Portal.EXECUTION))
                .hasMessage("inputs for linux/arm64 cannot have made linux/amd64");
    }

    @Test
    void comparedWithWhatWouldBeBuiltNowItGivesTheReason() {
        var provenance = Portal.provenance(LINUX_AMD64, LINUX_ARM64);
        var now = new Difference.State("new", provenance.state().platforms().headMap(LINUX_ARM64));

        assertThat(Difference.between(provenance.state(), now))
                .containsExactly(new EnrolmentChanged(List.of("platform linux/arm64 removed")));
    }

    @Test
    void nothingBuiltIsNoProvenance() {
        assertThatThrownBy(() -> Portal.provenance()).hasMessage("a provenance of portal needs a platform");
    }

    private static Made made(Platform platform, String node) {
        var pin = new Pin(ImageRef.parse("ghcr.io/acme/node:22"), LINUX_AMD64, Portal.digest(node));
        var inputs = withPins(List.of(pin));
        return new Made(
                new Inputs(
                        platform,
                        inputs.context(),
                        inputs.dockerfile(),
                        inputs.dockerignore(),
                        inputs.recipe(),
                        inputs.pins(),
                        inputs.backend()),
                "",
                Optional.empty(),
                Portal.digest("m"),
                "buildah");
    }

    private static Inputs withPins(List<Pin> pins) {
        var inputs = Portal.inputs(LINUX_AMD64);
        return new Inputs(
                inputs.platform(),
                inputs.context(),
                inputs.dockerfile(),
                inputs.dockerignore(),
                inputs.recipe(),
                pins,
                inputs.backend());
    }

    private static Provenance provenanceOf(Inputs inputs) {
        var made = new Made(inputs, "", Optional.empty(), Portal.digest("m"), "buildah");
        return new Provenance(
                "portal",
                Portal.SOURCE,
                Portal.COMMIT,
                new TreeMap<>(Map.of(inputs.platform(), made)),
                Portal.EXECUTION);
    }
}
