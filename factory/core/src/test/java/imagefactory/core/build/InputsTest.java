package imagefactory.core.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.build.Inputs.Recipe;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.source.TreeEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InputsTest {
    private static final Pin DEBIAN = pin("debian:12", Platform.LINUX_AMD64, "debian");
    private static final Pin NODE = pin("node:22", Platform.LINUX_ARM64, "node");
    private static final Recipe RECIPE = recipe(Map.of("CHANNEL", "stable"), List.of("npm", "apt"));
    private static final Inputs INPUTS = new Inputs(
            Platform.LINUX_AMD64,
            digest("context"),
            digest("dockerfile"),
            Optional.of(digest("dockerignore")),
            RECIPE,
            List.of(NODE, DEBIAN),
            new Backend("buildah", 1));

    @Test
    void theirNameNeverChangesByItself() {
        assertThat(INPUTS.digest())
                .as("every image that was ever published would be rebuilt")
                .hasToString("sha256:c55cbb4f268c5e843179d090635e76b19427f23198d21d22c4e4805b88984d6d");
        assertThat(BuildKey.of(INPUTS.digest(), ""))
                .hasToString("c1c69930d3acaff1c1e32156edeeb4c7fef15add5c7106622d224ac56cc193c1");
    }

    static Stream<Arguments> changes() {
        var in = INPUTS;
        return Stream.of(
                change("platform", on(Platform.LINUX_ARM64)),
                change("context", with(digest("other"), in.dockerfile(), in.dockerignore(), RECIPE, in.pins())),
                change("dockerfile", with(in.context(), digest("other"), in.dockerignore(), RECIPE, in.pins())),
                change("dockerignore", with(in.context(), in.dockerfile(), Optional.empty(), RECIPE, in.pins())),
                change("argument", recipe(recipe(Map.of("CHANNEL", "beta"), RECIPE.secrets()))),
                change("secret", recipe(recipe(Map.of("CHANNEL", "stable"), List.of("npm")))),
                change(
                        "target",
                        recipe(new Recipe(
                                Optional.empty(), RECIPE.args(), RECIPE.labels(), RECIPE.secrets(), Format.OCI))),
                change(
                        "format",
                        recipe(new Recipe(
                                RECIPE.target(), RECIPE.args(), RECIPE.labels(), RECIPE.secrets(), Format.AUTO))),
                change(
                        "labels",
                        recipe(new Recipe(
                                RECIPE.target(), RECIPE.args(), new TreeMap<>(), RECIPE.secrets(), Format.OCI))),
                change(
                        "arguments that are labels",
                        recipe(new Recipe(
                                RECIPE.target(), RECIPE.labels(), RECIPE.args(), RECIPE.secrets(), Format.OCI))),
                change("base", pins(List.of(NODE, pin("debian:12", Platform.LINUX_AMD64, "newer")))),
                change("reference", pins(List.of(NODE, pin("debian:13", Platform.LINUX_AMD64, "debian")))),
                change("stage's platform", pins(List.of(DEBIAN, pin("node:22", Platform.LINUX_AMD64, "node")))),
                change("fewer bases", pins(List.of(DEBIAN))),
                change("backend", backend(new Backend("buildkit", 1))),
                change("generation", backend(new Backend("buildah", 2))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void whateverGoesIntoABuildChangesTheirName(String what, Inputs changed) {
        assertThat(changed.digest()).as(what).isNotEqualTo(INPUTS.digest());
    }

    @Test
    void theOrderInWhichThingsWereFoundDoesNot() {
        assertThat(pins(List.of(DEBIAN, NODE, DEBIAN))).isEqualTo(INPUTS);
        assertThat(recipe(recipe(Map.of("CHANNEL", "stable"), List.of("apt", "npm")))
                        .digest())
                .isEqualTo(INPUTS.digest());
    }

    @Test
    void aContextIsItsFilesInOneOrder() {
        var a = new TreeEntry("a", "100644", "0a".repeat(20));
        var b = new TreeEntry("b", "100755", "0b".repeat(20));

        assertThat(new Context(List.of(b, a)).digest()).isEqualTo(new Context(List.of(a, b)).digest());
        assertThat(new Context(List.of(a, b)).digest())
                .isEqualTo(
                        Bytes.utf8("[[\"a\",\"100644\",\"" + a.blob() + "\"],[\"b\",\"100755\",\"" + b.blob() + "\"]]")
                                .digest());
        assertThat(new Context(List.of(a)).digest()).isNotEqualTo(new Context(List.of(b)).digest());
        assertThat(new Context(List.of()).digest()).isEqualTo(Bytes.utf8("[]").digest());
    }

    @Test
    void anEpochAsksForNewBitsOfTheSameInputs() {
        var key = BuildKey.of(INPUTS.digest(), "");

        assertThat(BuildKey.of(INPUTS.digest(), "2027-03-01T09:40:31Z")).isNotEqualTo(key);
        assertThat(new BuildId(key, DEBIAN.reference().repository()).destination())
                .hasToString("docker.io/library/debian:build-" + key.value());
    }

    @Test
    void aBuildKeyIsChecked() {
        assertThatThrownBy(() -> new BuildKey("../../etc"))
                .hasMessage("\"../../etc\" is not a build key: 64 hexadecimal digits expected");
    }

    private static Arguments change(String what, Inputs changed) {
        return Arguments.of(what, changed);
    }

    private static Inputs pins(List<Pin> pins) {
        return with(INPUTS.context(), INPUTS.dockerfile(), INPUTS.dockerignore(), RECIPE, pins);
    }

    private static Inputs recipe(Recipe recipe) {
        return with(INPUTS.context(), INPUTS.dockerfile(), INPUTS.dockerignore(), recipe, INPUTS.pins());
    }

    private static Inputs backend(Backend backend) {
        return new Inputs(
                INPUTS.platform(),
                INPUTS.context(),
                INPUTS.dockerfile(),
                INPUTS.dockerignore(),
                RECIPE,
                INPUTS.pins(),
                backend);
    }

    private static Inputs with(
            Digest context, Digest dockerfile, Optional<Digest> dockerignore, Recipe recipe, List<Pin> pins) {
        return new Inputs(INPUTS.platform(), context, dockerfile, dockerignore, recipe, pins, INPUTS.backend());
    }

    private static Inputs on(Platform platform) {
        return new Inputs(
                platform,
                INPUTS.context(),
                INPUTS.dockerfile(),
                INPUTS.dockerignore(),
                RECIPE,
                INPUTS.pins(),
                INPUTS.backend());
    }

    private static Recipe recipe(Map<String, String> args, List<String> secrets) {
        return new Recipe(
                Optional.of("runtime"),
                new TreeMap<>(args),
                new TreeMap<>(Map.of("vendor", "Acme")),
                secrets,
                Format.OCI);
    }

    private static Pin pin(String reference, Platform platform, String manifest) {
        return new Pin(ImageRef.parse(reference), platform, digest(manifest));
    }

    private static Digest digest(String content) {
        return Bytes.utf8(content).digest();
    }
}
