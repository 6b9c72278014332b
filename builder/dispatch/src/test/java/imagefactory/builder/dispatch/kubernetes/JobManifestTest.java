package imagefactory.builder.dispatch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.builder.dispatch.Golden;
import imagefactory.builder.dispatch.Requests;
import imagefactory.builder.dispatch.kubernetes.JobSettings.Access;
import imagefactory.builder.dispatch.kubernetes.JobSettings.Placement;
import imagefactory.builder.dispatch.kubernetes.JobSettings.Resources;
import imagefactory.core.build.BuildRequest;
import imagefactory.core.image.Platform;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobManifestTest {
    private static final BuildRequest PLAIN = Requests.request(
            Requests.source("Dockerfile", ""), Requests.recipe(Optional.empty(), Map.of(), Map.of()), false);

    static JobSettings settings(PodVariant pod, Placement placement, Access access, Optional<String> queue) {
        return new JobSettings(
                "image-factory-builds",
                "localhost/image-factory/builder:1",
                pod,
                Duration.ofMinutes(30),
                new Resources("500m", "2Gi", "10Gi"),
                placement,
                access,
                queue);
    }

    static JobSettings settings(PodVariant pod) {
        return settings(pod, Placement.ANYWHERE, Access.NONE, Optional.empty());
    }

    @ParameterizedTest
    @EnumSource
    void eachKindOfPodAsksForWhatItNeedsAndNoMore(PodVariant pod) throws IOException {
        expect("jobs/" + pod + ".yaml", PLAIN, settings(pod));
    }

    @Test
    void everythingThatIsConfiguredArrives() throws IOException {
        var recipe = Requests.recipe(
                Optional.of("runtime"), Map.of("HOME_OF", "$(HOME) is $HOME and $$"), Map.of("team", "a, b = \"c\""));
        var request = Requests.request(Requests.source("docker/portal.Dockerfile", "services/portal"), recipe, true);
        var placement = new Placement(
                Map.of("pool", "builds"),
                Placement.tolerations(List.of("builds=only:NoSchedule", "spot:NoExecute", "arm64")),
                Optional.of("builds"),
                Set.of(Platform.LINUX_ARM64));
        var access = new Access(
                Optional.of("registries"),
                Optional.of("git-hosts"),
                Optional.of("authorities"),
                List.of("10.85.0.1:5000", "10.85.0.1:5001"));

        expect(
                "jobs/everything.yaml",
                request,
                settings(PodVariant.USER_NAMESPACE, placement, access, Optional.of("builds")));
    }

    @Test
    void layersAreSharedOnlyWhereTheyMayBe() {
        assertThat(arguments(PLAIN))
                .contains("--cache-repo=127.0.0.1:5000/demo/portal-build/cache/linux-arm64", "--cache-ttl=168h");
        assertThat(arguments(with(BuildRequest.Layers.LOCAL)))
                .contains("--cache=true")
                .noneMatch(argument -> argument.startsWith("--cache-repo"));
        assertThat(arguments(with(BuildRequest.Layers.NONE)))
                .contains("--cache=false")
                .noneMatch(argument -> argument.startsWith("--cache-repo"));
    }

    private static BuildRequest with(BuildRequest.Layers layers) {
        return new BuildRequest(
                PLAIN.image(), PLAIN.source(), PLAIN.commit(), PLAIN.inputs(), PLAIN.epoch(), PLAIN.staging(), layers);
    }

    private static List<String> arguments(BuildRequest request) {
        var job = JobManifest.of(request, settings(PodVariant.USER_NAMESPACE));
        return job.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs();
    }

    @Test
    void theSameBuildHasTheSameNameAndAnotherHasAnother() {
        var one = Requests.named("one");

        assertThat(JobName.of(one)).isEqualTo(JobName.of(Requests.named("one")));
        assertThat(JobName.of(one)).isNotEqualTo(JobName.of(Requests.named("two")));
        assertThat(JobName.of(one)).isNotEqualTo(JobName.of(Requests.pushedTo(one, "127.0.0.1:5000/twin-build")));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "127.0.0.1:5000/a",
                "127.0.0.1:5000/demo/a__b.c-d",
                "127.0.0.1:5000/x/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "127.0.0.1:5000/x/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
            })
    void namesAreLegalWhateverTheRepositoryIsCalled(String staging) {
        var request = Requests.pushedTo(PLAIN, staging);

        assertThat(JobName.of(request)).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
        assertThat(JobName.label(request.id())).matches("[0-9a-f]{40}");
    }

    @Test
    void anyNameOfAnImageMakesALegalLabel() {
        assertThat(JobName.slug("Portal_Ü.x")).isEqualTo("portal-x");
        assertThat(JobName.slug("ü")).isEqualTo("x");
        assertThat(JobName.slug("a".repeat(62) + ".b")).isEqualTo("a".repeat(62));
    }

    private static void expect(String file, BuildRequest request, JobSettings settings) throws IOException {
        Golden.expect(file, Serialization.asYaml(JobManifest.of(request, settings)));
    }
}
