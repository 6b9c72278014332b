package imagefactory.core.build;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BuildReasonTest {
    private static final Digest A = Bytes.utf8("a").digest();
    private static final Digest B = Bytes.utf8("b").digest();
    private static final ImageRef DEBIAN = ImageRef.parse("debian:12");

    static Stream<Arguments> reasons() {
        return Stream.of(
                Arguments.of(new BuildReason.NeverPublished(), "never published"),
                Arguments.of(
                        new BuildReason.BaseChanged(DEBIAN, Platform.LINUX_AMD64, Optional.of(A), B),
                        "base updated docker.io/library/debian:12 sha256:ca978112ca1b… → sha256:3e23e8160039… on linux/amd64"),
                Arguments.of(
                        new BuildReason.BaseChanged(DEBIAN, Platform.LINUX_AMD64, Optional.empty(), B),
                        "base updated docker.io/library/debian:12 sha256:3e23e8160039… on linux/amd64"),
                Arguments.of(
                        new BuildReason.SourceChanged(Optional.of("0123456789abcdef"), "fedcba9876543210"),
                        "source changed 0123456789ab → fedcba987654"),
                Arguments.of(new BuildReason.SourceChanged(Optional.empty(), "abc"), "source changed abc"),
                Arguments.of(
                        new BuildReason.EnrolmentChanged(List.of("args", "target")), "enrolment changed: args, target"),
                Arguments.of(
                        new BuildReason.OriginUnknown(A),
                        "published sha256:ca978112ca1b… has no provenance that this factory signed"),
                Arguments.of(new BuildReason.TagsElsewhere(List.of("1.4", "latest")), "tags elsewhere: 1.4, latest"),
                Arguments.of(
                        new BuildReason.Asked("ada", "to be sure", Optional.empty(), false),
                        "asked by ada: to be sure"),
                Arguments.of(
                        new BuildReason.Asked("ada", "new bits", Optional.of("1.4"), true),
                        "asked by ada: new bits (without cache)"),
                Arguments.of(new BuildReason.NotYetKnown("git is away"), "not yet known: git is away"));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void everyReasonIsASentenceForPeople(BuildReason reason, String text) {
        assertThat(reason.text()).isEqualTo(text);
    }
}
