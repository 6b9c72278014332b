package imagefactory.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What each overlay promises, whatever cluster it comes to. */
class ManifestsTest {
    @SuppressWarnings("unused") // names the overlays to each test
    private static final List<String> OVERLAYS = Overlay.NAMES;

    private static final Path TASK = Path.of("../../deploy/kubernetes");
    private static final Set<String> NAMESPACES =
            Set.of("image-factory", "image-factory-builds", "image-factory-scans");

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void everythingIsInTheFactorysNamespaces(String name) throws Exception {
        var found = Overlay.of(name).objects().stream()
                .map(each -> each.getMetadata().getNamespace())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());

        assertThat(found).isEqualTo(NAMESPACES);
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void onlyTheFactoryHasAToken(String name) throws Exception {
        var overlay = Overlay.of(name);

        assertThat(overlay.objects().stream()
                        .filter(ServiceAccount.class::isInstance)
                        .map(ServiceAccount.class::cast))
                .hasSize(5)
                .allMatch(account -> Boolean.FALSE.equals(account.getAutomountServiceAccountToken()));
        assertThat(tokens(overlay)).containsOnlyKeys("image-factory");
    }

    private static Map<String, PodSpec> tokens(Overlay overlay) {
        return overlay.templates().entrySet().stream()
                .filter(each -> !Boolean.FALSE.equals(each.getValue().getSpec().getAutomountServiceAccountToken()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().getSpec()));
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void eachNamespaceBeginsWithNothingOfTheNetwork(String name) throws Exception {
        var closed = Overlay.of(name).objects().stream()
                .filter(NetworkPolicy.class::isInstance)
                .map(NetworkPolicy.class::cast)
                .filter(policy -> policy.getSpec().getPolicyTypes().equals(List.of("Ingress", "Egress"))
                        && policy.getSpec().getPodSelector().getMatchLabels().isEmpty()
                        && policy.getSpec().getIngress().isEmpty()
                        && policy.getSpec().getEgress().isEmpty())
                .map(policy -> policy.getMetadata().getNamespace())
                .collect(Collectors.toSet());

        assertThat(closed).isEqualTo(NAMESPACES);
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void theNightIsTickedOnceByTheNameOfItsJob(String name) throws Exception {
        var overlay = Overlay.of(name);
        var spec = overlay.one(CronJob.class, "nightly").getSpec();
        var container = spec.getJobTemplate()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();

        assertThat(spec.getConcurrencyPolicy()).isEqualTo("Forbid");
        assertThat(spec.getTimeZone()).isEqualTo("Etc/UTC");
        assertThat(container.getArgs()).containsExactly("event", "schedule", "nightly", "--id", "$(JOB)");
        assertThat(overlay.variables()).containsEntry("FACTORY_SCHEDULES_NIGHTLY", "off");
    }

    /** kubectl is the one thing that knows what it would do; here is what the scripts and the Dockerfiles agree on. */
    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void imagesAreThoseThatTheTasksBuild(String name) throws Exception {
        var built = Pattern.compile("image-factory/(builder|factory|services)(:1)?");
        var named = Overlay.of(name).templates().values().stream()
                .flatMap(template -> template.getSpec().getContainers().stream())
                .map(container -> container.getImage().replaceFirst("^[^/]+/", ""));

        assertThat(named).allMatch(image -> built.matcher(image).matches());
        assertThat(Files.readString(TASK.resolve("../local/images"))).contains("builder | factory | services)");
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void secretsAreFilesAndNeverVariables(String name) throws Exception {
        var overlay = Overlay.of(name);
        var fromSecrets = overlay.templates().values().stream()
                .flatMap(template -> template.getSpec().getContainers().stream())
                .flatMap(container -> Stream.concat(
                        container.getEnv().stream()
                                .filter(each -> each.getValueFrom() != null
                                        && each.getValueFrom().getSecretKeyRef() != null),
                        container.getEnvFrom().stream().filter(each -> each.getSecretRef() != null)));

        assertThat(fromSecrets).isEmpty();
    }
}
