package imagefactory.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.app.system.Tools;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An overlay of deploy/kubernetes as kustomize builds it. */
public record Overlay(List<HasMetadata> objects) {
    public static final List<String> NAMES = List.of("evaluation", "production");

    private static final Path FOLDER = Path.of("../../deploy/kubernetes/overlays");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Pattern BETWEEN = Pattern.compile("(?m)^---$");

    /** The kubectl that the set-up builds has kustomize in it. */
    public static Overlay of(String name) throws IOException, InterruptedException {
        var command = List.of(
                Tools.kubectl().toString(), "kustomize", FOLDER.resolve(name).toString());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return new Overlay(BETWEEN.splitAsStream(said)
                .map(document -> YAML.<HasMetadata>unmarshal(document))
                .toList());
    }

    public <T> T one(Class<T> kind, String name) {
        return objects.stream()
                .filter(kind::isInstance)
                .filter(each -> each.getMetadata().getName().matches(name))
                .map(kind::cast)
                .reduce((a, b) -> {
                    throw new AssertionError("two are called " + name);
                })
                .orElseThrow();
    }

    /** What pods are made from. */
    Map<String, PodTemplateSpec> templates() {
        var templates = new TreeMap<String, PodTemplateSpec>();
        for (var each : objects) {
            if (each instanceof Deployment deployment) {
                templates.put(each.getMetadata().getName(), deployment.getSpec().getTemplate());
            } else if (each instanceof CronJob job) {
                templates.put(
                        each.getMetadata().getName(),
                        job.getSpec().getJobTemplate().getSpec().getTemplate());
            }
        }
        return templates;
    }

    private Stream<PodSpec> pods() {
        return templates().values().stream().map(PodTemplateSpec::getSpec);
    }

    /** Each variable of the environment that a container is given, with its value where it has one. */
    public Map<String, String> variables() {
        var variables =
                new TreeMap<>(one(ConfigMap.class, "image-factory-[a-z0-9]{10}").getData());
        pods().flatMap(pod -> pod.getContainers().stream())
                .flatMap(container -> container.getEnv().stream())
                .forEach(each -> variables.put(
                        each.getName(), Optional.ofNullable(each.getValue()).orElse("")));
        return variables;
    }
}
