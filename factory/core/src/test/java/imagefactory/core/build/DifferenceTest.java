package imagefactory.core.build;

import static imagefactory.core.image.Platform.LINUX_AMD64;
import static imagefactory.core.image.Platform.LINUX_ARM64;
import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.build.BuildReason.BaseChanged;
import imagefactory.core.build.BuildReason.EnrolmentChanged;
import imagefactory.core.build.BuildReason.SourceChanged;
import imagefactory.core.build.Difference.State;
import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.build.Inputs.Recipe;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final ImageRef DEBIAN = ImageRef.parse("debian:12");
    private static final ImageRef NODE = ImageRef.parse("node:22");
    private static final Recipe PLAIN = recipe(Map.of());
    private static final Backend BUILDAH = new Backend("buildah", 1);
    private static final State WAS = state("old", inputs(LINUX_AMD64, "app", "1"), inputs(LINUX_ARM64, "app", "1"));

    @Test
    void anotherCommitWithTheSameInputsIsNoReason() {
        assertThat(Difference.between(WAS, new State("new", WAS.platforms()))).isEmpty();
    }

    @Test
    void baseThatChangedForOnePlatformIsTheReason() {
        var now = state("old", inputs(LINUX_AMD64, "app", "2"), inputs(LINUX_ARM64, "app", "1"));

        assertThat(Difference.between(WAS, now))
                .containsExactly(new BaseChanged(DEBIAN, LINUX_AMD64, Optional.of(digest("1")), digest("2")));
    }

    @Test
    void sourceThatChangedIsOneReasonForAllPlatforms() {
        var now = state("new", inputs(LINUX_AMD64, "app 2", "1"), inputs(LINUX_ARM64, "app 2", "1"));

        assertThat(Difference.between(WAS, now)).containsExactly(new SourceChanged(Optional.of("old"), "new"));
    }

    @Test
    void everythingAtOnceIsToldOnceEach() {
        var pins = List.of(pin(DEBIAN, LINUX_AMD64, "2"), pin(NODE, LINUX_AMD64, "1"));
        var changed = new Inputs(
                LINUX_AMD64,
                digest("app"),
                digest("Dockerfile 2"),
                Optional.of(digest("ignore")),
                recipe(Map.of("VERSION", "2")),
                pins,
                new Backend("buildah", 2));

        assertThat(Difference.between(WAS, state("new", changed)))
                .containsExactly(
                        new BaseChanged(DEBIAN, LINUX_AMD64, Optional.of(digest("1")), digest("2")),
                        new SourceChanged(Optional.of("old"), "new"),
                        new EnrolmentChanged(List.of("args", "builder", "platform linux/arm64 removed")));
    }

    @Test
    void platformThatIsNewIsEnrolment() {
        var one = state("old", inputs(LINUX_AMD64, "app", "1"));

        assertThat(Difference.between(one, WAS))
                .containsExactly(new EnrolmentChanged(List.of("platform linux/arm64 added")));
    }

    @Test
    void referencesThatAreReadAnotherWayAreAReasonOfTheirOwn() {
        var was = inputs(LINUX_AMD64, "app", "1");
        var now =
                new Inputs(LINUX_AMD64, was.context(), was.dockerfile(), was.dockerignore(), PLAIN, List.of(), BUILDAH);

        assertThat(Difference.between(state("c", was), state("c", now)))
                .containsExactly(new EnrolmentChanged(List.of("references")));
    }

    @Test
    void whereDigestsDifferThereIsAReason() {
        var base = WAS.platforms().get(LINUX_AMD64);
        var others = List.of(
                with(base, new Recipe(Optional.of("t"), PLAIN.args(), PLAIN.labels(), List.of(), Format.AUTO)),
                with(base, new Recipe(Optional.empty(), PLAIN.args(), PLAIN.args(), List.of("npm"), Format.AUTO)),
                with(base, new Recipe(Optional.empty(), PLAIN.args(), PLAIN.labels(), List.of(), Format.DOCKER)),
                with(base, new Recipe(Optional.empty(), PLAIN.args(), labels(), List.of(), Format.AUTO)));

        for (var other : others) {
            assertThat(other.digest()).isNotEqualTo(base.digest());
            assertThat(Difference.between(state("c", base), state("c", other))).hasSize(1);
        }
    }

    private static SortedMap<String, String> labels() {
        return new TreeMap<>(Map.of("a", "b"));
    }

    private static Inputs with(Inputs was, Recipe recipe) {
        return new Inputs(
                was.platform(), was.context(), was.dockerfile(), was.dockerignore(), recipe, was.pins(), was.backend());
    }

    private static State state(String commit, Inputs... inputs) {
        var platforms = new TreeMap<Platform, Inputs>();
        for (var each : inputs) {
            platforms.put(each.platform(), each);
        }
        return new State(commit, platforms);
    }

    private static Inputs inputs(Platform platform, String context, String debian) {
        return new Inputs(
                platform,
                digest(context),
                digest("Dockerfile"),
                Optional.empty(),
                PLAIN,
                List.of(pin(DEBIAN, platform, debian)),
                BUILDAH);
    }

    private static Pin pin(ImageRef reference, Platform platform, String manifest) {
        return new Pin(reference, platform, digest(manifest));
    }

    private static Recipe recipe(Map<String, String> args) {
        return new Recipe(Optional.empty(), new TreeMap<>(args), new TreeMap<>(), List.of(), Format.AUTO);
    }

    private static Digest digest(String content) {
        return Bytes.utf8(content).digest();
    }
}
