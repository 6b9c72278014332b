package imagefactory.scanner.kubernetes;

import imagefactory.core.image.ImageRef;
import imagefactory.scanner.TrivyArguments;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge.Server;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a scan is asked of the cluster by. Pure.
 *
 * <p>Its containers run in turn, and each writes one document to its log and nothing else: {@link #LIST} what is in the image
 * (CycloneDX), {@link #MATCH} what is known to be wrong with it (Trivy's JSON report). Both read the image through one cache,
 * the pod's or the server's, so that it is pulled once. A scan of a list has the second one only, and no way into the registry.
 */
final class ScanJobManifest {
    static final String LIST = "list";
    static final String MATCH = "match";
    static final String COMPONENT = "scan";

    private static final String SBOM = "sbom.json";
    private static final Duration KEPT = Duration.ofMinutes(15);

    private final ClusterSettings settings;
    private final TrivyPod pod;

    ScanJobManifest(ClusterSettings settings, String parts) {
        this.settings = settings;
        pod = new TrivyPod(settings, parts);
    }

    /** The SBOM that a scan reads. It goes when the Job goes. */
    ConfigMap list(Scan scan, String sbom, Job owner) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(scan.name(settings))
                .withNamespace(settings.namespace())
                .withLabels(TrivyPod.labels(COMPONENT))
                .addNewOwnerReference()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .withImmutable(true)
                .addToData(SBOM, sbom)
                .build();
    }

    Job of(Scan scan) {
        return pod.job(scan.name(settings), TrivyPod.labels(COMPONENT), KEPT)
                .editMetadata()
                .addToAnnotations("io.imagefactory.image", scan.image().toString())
                .addToAnnotations("io.imagefactory.platform", scan.platform().toString())
                .addToAnnotations(
                        "io.imagefactory.database", scan.known().made().toString())
                .endMetadata()
                .editSpec()
                .editTemplate()
                .withSpec(pod.spec(volumes(scan))
                        .withInitContainers(scan.sbom().isPresent() ? List.of() : List.of(lister(scan)))
                        .withContainers(matcher(scan))
                        .build())
                .endTemplate()
                .endSpec()
                .build();
    }

    private List<Volume> volumes(Scan scan) {
        var volumes = new ArrayList<Volume>();
        if (scan.mounted().isPresent()) {
            volumes.add(TrivyPod.volume("sbom")
                    .withNewConfigMap()
                    .withName(scan.name(settings))
                    .endConfigMap()
                    .build());
        } else {
            volumes.add(pod.javaIndex());
            settings.registries().credentials().map(this::credentials).ifPresent(volumes::add);
        }
        if (settings.knowledge() instanceof Knowledge.Volume(var claim, var _, var _)) {
            volumes.add(TrivyPod.volume("database")
                    .withNewPersistentVolumeClaim(claim, true)
                    .build());
        }
        return volumes;
    }

    private Volume credentials(String secret) {
        return TrivyPod.volume("credentials")
                .withNewSecret()
                .withSecretName(secret)
                .addNewItem()
                .withKey(".dockerconfigjson")
                .withPath("config.json")
                .endItem()
                .endSecret()
                .build();
    }

    private Container lister(Scan scan) {
        var arguments = arguments("image", "cyclonedx");
        arguments.addAll(image(scan.image()));
        return pod.container(LIST, arguments, imageMounts(), imageEnvironment());
    }

    private Container matcher(Scan scan) {
        var ofList = scan.mounted().isPresent();
        var arguments = arguments(ofList ? "sbom" : "image", "json");
        var mounts = new ArrayList<VolumeMount>();
        arguments.add("--list-all-pkgs=false");
        if (settings.knowledge() instanceof Knowledge.Volume) {
            arguments.add("--skip-db-update");
            mounts.add(TrivyPod.readOnly("database", "/cache/db")
                    .withSubPath(scan.known().folder().orElseThrow())
                    .build());
        }
        if (ofList) {
            mounts.add(TrivyPod.readOnly("sbom", "/sbom").build());
            arguments.add("/sbom/" + SBOM);
            return pod.container(MATCH, arguments, mounts, List.of());
        }
        mounts.addAll(imageMounts());
        arguments.add("--scanners=vuln");
        arguments.addAll(image(scan.image()));
        return pod.container(MATCH, arguments, mounts, imageEnvironment());
    }

    private List<String> arguments(String verb, String format) {
        var arguments = TrivyArguments.of(verb, format, settings.limit());
        arguments.add("--quiet");
        if (settings.knowledge() instanceof Server(var url, var _)) {
            arguments.add("--server=" + url);
        }
        return arguments;
    }

    private List<String> image(ImageRef image) {
        var arguments = new ArrayList<>(List.of("--image-src=remote"));
        if (settings.isInsecure(image.repository().registry())) {
            arguments.add("--insecure");
        }
        arguments.add(image.toString());
        return arguments;
    }

    private List<VolumeMount> imageMounts() {
        var mounts = new ArrayList<VolumeMount>();
        mounts.add(TrivyPod.readOnly("java-index", "/cache/java-db").build());
        settings.registries()
                .credentials()
                .ifPresent(secret -> mounts.add(
                        TrivyPod.readOnly("credentials", "/etc/docker").build()));
        return mounts;
    }

    private List<EnvVar> imageEnvironment() {
        return settings.registries().credentials().isEmpty()
                ? List.of()
                : List.of(new EnvVarBuilder()
                        .withName("DOCKER_CONFIG")
                        .withValue("/etc/docker")
                        .build());
    }
}
