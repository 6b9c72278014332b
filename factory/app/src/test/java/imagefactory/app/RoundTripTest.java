package imagefactory.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import imagefactory.app.store.Json;
import imagefactory.core.build.BuildReason;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.build.BuiltImage.Report;
import imagefactory.core.build.Cause;
import imagefactory.core.build.Format;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.build.Inputs.Recipe;
import imagefactory.core.build.Pin;
import imagefactory.core.event.EventId;
import imagefactory.core.image.Bytes;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.promote.Commit;
import imagefactory.core.promote.InStage;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.run.Awaited;
import imagefactory.core.run.StageResult;
import imagefactory.core.run.StageResult.Seal;
import imagefactory.core.run.StageResult.Target;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.ScanPolicy;
import imagefactory.core.scan.Severity;
import imagefactory.core.source.Source;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the factory writes into its rows is read back as it was, by the mapper that the application really uses. */
@QuarkusTest
class RoundTripTest extends OnRealServers {
    private static final Instant AT = Instant.parse("2027-03-01T09:40:31.123456789Z");
    private static final Platform ARM = Platform.parse("linux/arm/v6");
    private static final Digest DIGEST = Bytes.utf8("x").digest();
    private static final Descriptor INDEX = new Descriptor(MediaTypes.OCI_INDEX, DIGEST, 1);
    private static final Pin PIN = new Pin(ImageRef.parse("debian:12@" + DIGEST), ARM, DIGEST);
    private static final Problem PROBLEM =
            new Problem(Problem.Code.GATE_REFUSED, "It is „bad“ \ud83d\ude00.", "Mend it.");

    @Inject
    Json json;

    @Test
    void everyResultOfAStage() {
        var type = new TypeReference<List<StageResult>>() {};
        var results = List.<StageResult>of(
                new StageResult.Resolved(
                        target(),
                        "commit",
                        map(inputs()),
                        map(PIN),
                        "2027",
                        List.of("1.4", "latest"),
                        List.of("1.4"),
                        List.of(new BuildReason.ParentRebuilt("runtime")),
                        List.of(new Awaited("runtime", 7, Optional.of(DIGEST), Optional.of(Problem.Code.GATE_REFUSED))),
                        AT),
                new StageResult.Built(map(new BuiltImage(
                        INDEX.in(ARM, Map.of("io.imagefactory.epoch", "")),
                        new Report(DIGEST, DIGEST, List.of(PIN), "buildah 1", 17)))),
                new StageResult.Assembled(INDEX),
                new StageResult.Scanned(map(new StageResult.Scan(List.of(finding()), DIGEST, DIGEST, AT, "Trivy 1"))),
                new StageResult.Released(),
                new StageResult.Signed(List.of(new Seal(INDEX, "https://sigstore.dev/cosign/sign/v1", DIGEST))),
                new StageResult.Attested(List.of(new Seal(INDEX, "https://slsa.dev/provenance/v1", DIGEST))),
                new StageResult.Attached(),
                new StageResult.Verified("key", 8),
                new StageResult.Published(DIGEST, List.of("latest"), AT, true),
                new StageResult.Promoted(
                        List.of(new Commit(URI.create("https://git.test/gitops.git"), "main", "3f2c", true)),
                        List.of(new InStage("dev", InStage.State.VERIFIED, Optional.of("f1"), "Healthy"))),
                new StageResult.Skipped("fresh"),
                new StageResult.Failed(PROBLEM));

        assertThat(json.read(json.writeAs(results, type), type)).isEqualTo(results);
        assertThat(results.stream().map(Object::getClass))
                .as("every result that there is")
                .containsExactlyInAnyOrder(StageResult.class.getPermittedSubclasses());
    }

    @Test
    void aPromotionOfTheReleaseBeforeHasNoStages() {
        var type = new TypeReference<List<StageResult>>() {};

        assertThat(json.read("[{\"stage\": \"promoted\", \"commits\": []}]", type))
                .containsExactly(new StageResult.Promoted(List.of()));
    }

    @Test
    void everyReasonOfACause() {
        var type = new TypeReference<List<Cause>>() {};
        var reasons = List.of(
                new BuildReason.NeverPublished(),
                new BuildReason.BaseChanged(ImageRef.parse("debian:12"), ARM, Optional.of(DIGEST), DIGEST),
                new BuildReason.SourceChanged(Optional.empty(), "commit"),
                new BuildReason.EnrolmentChanged(List.of("args")),
                new BuildReason.OriginUnknown(DIGEST),
                new BuildReason.ParentRebuilt("runtime"),
                new BuildReason.TagsElsewhere(List.of("latest")),
                new BuildReason.Asked("ada", "why", Optional.of("1.4"), true),
                new BuildReason.NotYetKnown("git is away"));
        var causes = reasons.stream()
                .map(reason -> new Cause(new EventId("/test", "1"), AT, reason))
                .toList();

        assertThat(json.read(json.write(causes), type)).isEqualTo(causes);
        assertThat(reasons.stream().map(Object::getClass))
                .as("every reason that there is")
                .containsExactlyInAnyOrder(BuildReason.class.getPermittedSubclasses());
    }

    @Test
    void everyCodeOfAProblem() {
        var type = new TypeReference<List<Problem>>() {};
        var problems = Stream.of(Problem.Code.values())
                .map(code -> new Problem(code, "text", "advice"))
                .toList();

        assertThat(json.read(json.write(problems), type)).isEqualTo(problems);
    }

    @Test
    void whatAnotherReleaseAddsIsPassedOver() {
        var type = new TypeReference<List<StageResult>>() {};

        assertThat(json.read("[{\"stage\":\"skipped\",\"because\":\"fresh\",\"of\":\"another release\"}]", type))
                .containsExactly(new StageResult.Skipped("fresh"));
    }

    @Test
    void aNulBecomesASpaceAndNothingElseIsTouched() {
        var type = new TypeReference<List<String>>() {};
        var texts = List.of("\u0000", "\\u0000", "\\\u0000", "a\u0000\u0000b", "\\\\u0000");

        assertThat(json.read(json.write(texts), type)).containsExactly(" ", "\\u0000", "\\ ", "a  b", "\\\\u0000");
    }

    private static Target target() {
        var accepted = new ScanPolicy.Acceptance("CVE-1", "not linked", LocalDate.parse("2027-03-01"));
        return new Target(
                Repository.parse("ghcr.io/acme/portal"),
                Repository.parse("ghcr.io/acme/portal-build"),
                new Source(URI.create("https://git.test/x.git"), "main", "Dockerfile", "app"),
                new ScanPolicy(Severity.HIGH, true, List.of(accepted)),
                true);
    }

    private static Inputs inputs() {
        var recipe = new Recipe(
                Optional.of("runtime"),
                new TreeMap<>(Map.of("A", "1")),
                new TreeMap<>(Map.of("L", "2")),
                List.of("npm"),
                Format.AUTO);
        return new Inputs(ARM, DIGEST, DIGEST, Optional.empty(), recipe, List.of(PIN), new Backend("buildah", 1));
    }

    private static Finding finding() {
        return new Finding("CVE-1", Severity.CRITICAL, "openssl", "1", Optional.of("2"), "title");
    }

    private static <T> SortedMap<Platform, T> map(T value) {
        return new TreeMap<>(Map.of(ARM, value));
    }
}
