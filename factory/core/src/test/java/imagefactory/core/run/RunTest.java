package imagefactory.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.run.StageResult.Assembled;
import imagefactory.core.run.StageResult.Attached;
import imagefactory.core.run.StageResult.Attested;
import imagefactory.core.run.StageResult.Built;
import imagefactory.core.run.StageResult.Failed;
import imagefactory.core.run.StageResult.Promoted;
import imagefactory.core.run.StageResult.Published;
import imagefactory.core.run.StageResult.Released;
import imagefactory.core.run.StageResult.Resolved;
import imagefactory.core.run.StageResult.Scanned;
import imagefactory.core.run.StageResult.Signed;
import imagefactory.core.run.StageResult.Skipped;
import imagefactory.core.run.StageResult.Target;
import imagefactory.core.run.StageResult.Verified;
import imagefactory.core.scan.ScanPolicy;
import imagefactory.core.scan.Severity;
import imagefactory.core.source.Source;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunTest {
    @Test
    void whatIsDueFollowsFromTheNamesOfResultsToo() {
        var names = Arrays.stream(
                        StageResult.class.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name)
                .toList();
        var stages =
                Arrays.stream(Due.values()).takeWhile(due -> due != Due.LATER).toList();

        assertThat(IntStream.range(0, stages.size()).mapToObj(made -> Due.after(names.subList(0, made))))
                .containsExactlyElementsOf(stages);
    }

    private static final Digest DIGEST = Bytes.utf8("index").digest();
    private static final Problem PROBLEM = new Problem(Problem.Code.GATE_REFUSED, "It is bad.", "Mend it.");
    private static final List<StageResult> ALL = List.of(
            resolved(),
            new Built(new TreeMap<>()),
            new Assembled(new Descriptor(MediaTypes.OCI_INDEX, DIGEST, 1)),
            new Scanned(new TreeMap<>()),
            new Released(),
            new Signed(List.of()),
            new Attested(List.of()),
            new Attached(),
            new Verified("key", 1),
            new Published(DIGEST, List.of("latest"), Instant.EPOCH, true),
            new Promoted(List.of()));
    private static final List<Due> ORDER = List.of(
            Due.RESOLVE,
            Due.BUILD,
            Due.ASSEMBLE,
            Due.SCAN,
            Due.RELEASE,
            Due.SIGN,
            Due.ATTEST,
            Due.ATTACH,
            Due.VERIFY,
            Due.PUBLISH,
            Due.PROMOTE,
            Due.NOTHING);

    static IntStream prefixes() {
        return IntStream.rangeClosed(0, ALL.size());
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void whatIsDueFollowsFromWhatIsThere(int done) {
        assertThat(run(done).due()).isEqualTo(ORDER.get(done));
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void aProblemOrASkipEndsItWhereverItStands(int done) {
        assertThat(run(done).failed(PROBLEM).due()).isEqualTo(Due.NOTHING);
        assertThat(run(done).add(new Skipped("fresh")).due()).isEqualTo(Due.NOTHING);
    }

    @Test
    void whileItRestsNothingIsDueButWhatIsOverStaysOver() {
        assertThat(run(3).later(Duration.ofSeconds(1)).due()).isEqualTo(Due.LATER);
        assertThat(run(ALL.size()).later(Duration.ofSeconds(1)).due()).isEqualTo(Due.NOTHING);
    }

    @Test
    void whatNobodyHasToBeToldOfEndsWhenItIsPublished() {
        var run = run(ALL.indexOf(ALL.getLast()) - 1).add(new Published(DIGEST, List.of("latest"), Instant.EPOCH));

        assertThat(run.due()).isEqualTo(Due.NOTHING);
    }

    @Test
    void aResultEndsTheRest() {
        assertThat(run(0).later(Duration.ofSeconds(1)).add(resolved()).due()).isEqualTo(Due.BUILD);
    }

    @Test
    void anImageThatIsLookedAtAgainGoesFromScanToVerify() {
        var again = run(3).add(new Released())
                .add(new Signed(List.of()))
                .add(new Attested(List.of()))
                .add(new Attached());

        assertThat(again.due()).isEqualTo(Due.SCAN);
        assertThat(again.add(new Scanned(new TreeMap<>())).due()).isEqualTo(Due.VERIFY);
    }

    @Test
    void resultsAreFoundByTheirType() {
        var run = run(1);

        assertThat(run.get(Resolved.class)).isEqualTo(resolved());
        assertThat(run.find(Failed.class)).isEmpty();
        assertThatThrownBy(() -> run.get(Built.class)).hasMessage("run 7 of portal has no Built");
    }

    @Test
    void oneRunIsNeverChanged() {
        var run = run(1);

        run.add(new Released());

        assertThat(run.results()).hasSize(1);
    }

    private static Run run(int done) {
        return new Run(7, "portal", Optional.of(3L), 1, List.of(), ALL.subList(0, done), Duration.ZERO);
    }

    private static Resolved resolved() {
        var target = new Target(
                Repository.parse("ghcr.io/acme/portal"),
                Repository.parse("ghcr.io/acme/portal-build"),
                new Source(URI.create("https://git.test/x.git"), "main", "Dockerfile", ""),
                new ScanPolicy(Severity.HIGH, true, List.of()));
        return new Resolved(
                target,
                "commit",
                new TreeMap<>(),
                new TreeMap<>(),
                "",
                List.of("latest"),
                List.of(),
                List.of(),
                List.of(),
                Instant.EPOCH);
    }
}
