package imagefactory.builder.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import imagefactory.core.build.Format;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private static final Digest DIGEST = new Digest("sha256:" + "ab".repeat(32));

    @Test
    void allFormsOfAFlagAreEqual() throws Exception {
        for (var words :
                List.of(List.of("--context=x"), List.of("--context", "x"), List.of("-c", "x"), List.of("-c=x"))) {
            assertThat(CommandLine.parse(words).one(Flag.CONTEXT)).contains("x");
        }
    }

    @Test
    void lastOfASingleValueWinsAndListsAccumulate() throws Exception {
        var line = CommandLine.parse(List.of("-t=a", "-t=b", "-d=one", "-d=two"));

        assertThat(line.one(Flag.TARGET)).contains("b");
        assertThat(line.all(Flag.DESTINATION)).containsExactly("one", "two");
    }

    @Test
    void quotesAroundNothingAreNothing() throws Exception {
        assertThat(CommandLine.parse(List.of("--context-sub-path=\"\"")).one(Flag.CONTEXT_SUB_PATH))
                .isEmpty();
        assertThat(CommandLine.parse(List.of("--context-sub-path=")).one(Flag.CONTEXT_SUB_PATH))
                .isEmpty();
    }

    @Test
    void booleansNeverTakeTheNextArgument() throws Exception {
        var line = CommandLine.parse(List.of("--cache", "--no-push", "-t=x"));

        assertThat(line.is(Flag.CACHE, false)).isTrue();
        assertThat(line.is(Flag.NO_PUSH, false)).isTrue();
        assertThat(CommandLine.parse(List.of("--cache=No")).is(Flag.CACHE, true))
                .isFalse();
        assertThat(line.one(Flag.TARGET)).contains("x");
    }

    @Test
    void unknownFlagIsAnErrorWithTheNearestName() {
        assertWrong("bad-request: The flag --dockerfil is not known. Did you mean --dockerfile?", "--dockerfil=x");
        assertWrong("bad-request: The flag --nothing is not known. --help lists all flags.", "--nothing");
        assertWrong("bad-request: \"word\" is no flag. Everything is said by flags; --help lists them.", "word");
        assertWrong("bad-request: --context has no value. Write --context=VALUE.", "--context");
    }

    @Test
    void booleanThatIsNoneIsAnError() {
        assertThatThrownBy(() -> CommandLine.parse(List.of("--cache=maybe")).is(Flag.CACHE, true))
                .hasMessage("bad-request: --cache=maybe is neither true nor false. Write --cache=true or =false.");
    }

    @Test
    void orderHasWhatTheLineSays() throws Exception {
        var order = order(
                "--context=ssh://git@host/a.git",
                "--git-revision=" + "0".repeat(40),
                "--context-sub-path=app",
                "--dockerfile=../Dockerfile",
                "-d=host:5000/a/b:c",
                "--build-arg=A=1=2",
                "--build-arg=HOME",
                "--build-arg=NOT_THERE",
                "--label=x=",
                "--custom-platform=linux/arm64/v8",
                "--format=docker",
                "--cache=true",
                "--pin=debian:12|linux/amd64=" + DIGEST,
                "--pin=host:5000/x@" + DIGEST + "=" + DIGEST,
                "--expect-context=" + DIGEST);

        assertThat(order.place())
                .isEqualTo(new Order.Place(
                        "ssh://git@host/a.git", Optional.of("0".repeat(40)), Optional.empty(), "app", "../Dockerfile"));
        assertThat(order.recipe().args()).isEqualTo(Map.of("A", "1=2", "HOME", "/home/me"));
        assertThat(order.recipe().labels()).isEqualTo(Map.of("x", ""));
        assertThat(order.recipe().platform()).isEqualTo(Platform.LINUX_ARM64);
        assertThat(order.recipe().format()).isEqualTo(Format.DOCKER);
        assertThat(order.recipe().pins())
                .containsExactly(
                        new Order.PinWord(ImageRef.parse("debian:12"), Optional.of(Platform.LINUX_AMD64), DIGEST),
                        new Order.PinWord(ImageRef.parse("host:5000/x@" + DIGEST), Optional.empty(), DIGEST));
        assertThat(order.output().destinations()).containsExactly(ImageRef.parse("host:5000/a/b:c"));
    }

    @Test
    void formatComesFromTheEnvironmentWhereNoFlagSaysIt() throws Exception {
        assertThat(order("-c=x", "-d=a/b").recipe().format()).isEqualTo(Format.OCI);
        assertThat(order("-c=x", "-d=a/b", "--format=auto").recipe().format()).isEqualTo(Format.AUTO);
    }

    @Test
    void valuesThatCannotBeUsedAreErrors() {
        assertThatThrownBy(() -> order("-d=a/b")).isInstanceOf(Refused.class).hasMessageContaining("no --context");
        assertThatThrownBy(() -> order("-c=x")).isInstanceOf(Refused.class).hasMessageContaining("no --destination");
        assertThatThrownBy(() -> order("-c=x", "-d=A//b")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> order("-c=x", "-d=a", "--pin=a=b")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> order("-c=x", "-d=a", "--label=a")).isInstanceOf(Refused.class);
    }

    private static Order order(String... words) throws Refused {
        return OrderReader.read(CommandLine.parse(List.of(words)), Map.of("HOME", "/home/me", "BUILDAH_FORMAT", "oci"));
    }

    private static void assertWrong(String message, String... words) {
        assertThatThrownBy(() -> CommandLine.parse(List.of(words))).hasMessage(message);
    }
}
