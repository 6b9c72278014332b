package imagefactory.builder.dispatch.kubernetes;

import imagefactory.builder.dispatch.Access;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a build pod sees of files: room of its own to write in, and what it may use, read-only. Pure. */
record BuildVolumes(JobSettings settings) {
    static final String SCRATCH = "/scratch";

    private static final String TEMPORARY = "/tmp";
    private static final String PLACE = "/etc/image-factory/";
    private static final String REGISTRY = PLACE + "registry";
    private static final String GIT = PLACE + "git";
    private static final String AUTHORITIES = PLACE + "authorities";
    private static final int READABLE_BY_THE_GROUP = 0440;

    /** Where the builder finds what it may use. */
    Access access() {
        var given = settings.access();
        return new Access(
                given.registry().map(_ -> Path.of(REGISTRY, "config.json")),
                given.insecureRegistries(),
                given.authorities().stream().map(_ -> Path.of(AUTHORITIES)).toList(),
                given.git().map(_ -> Path.of(GIT)));
    }

    List<Volume> all() {
        var volumes = new ArrayList<Volume>();
        var given = settings.access();
        volumes.add(empty("scratch", settings.resources().storage()));
        volumes.add(empty("tmp", "1Gi"));
        given.registry()
                .ifPresent(name -> volumes.add(new VolumeBuilder()
                        .withName("registry")
                        .withNewSecret()
                        .withSecretName(name)
                        .withDefaultMode(READABLE_BY_THE_GROUP)
                        .addNewItem(".dockerconfigjson", null, "config.json")
                        .endSecret()
                        .build()));
        given.git()
                .ifPresent(name -> volumes.add(new VolumeBuilder()
                        .withName("git")
                        .withNewSecret()
                        .withSecretName(name)
                        .withDefaultMode(READABLE_BY_THE_GROUP)
                        .endSecret()
                        .build()));
        given.authorities()
                .ifPresent(name -> volumes.add(new VolumeBuilder()
                        .withName("authorities")
                        .withNewConfigMap()
                        .withName(name)
                        .endConfigMap()
                        .build()));
        return List.copyOf(volumes);
    }

    List<VolumeMount> mounts() {
        var mounts = new ArrayList<VolumeMount>();
        mounts.add(mount("scratch", SCRATCH, false));
        mounts.add(mount("tmp", TEMPORARY, false));
        var given = settings.access();
        mount("registry", given.registry(), REGISTRY).ifPresent(mounts::add);
        mount("git", given.git(), GIT).ifPresent(mounts::add);
        mount("authorities", given.authorities(), AUTHORITIES).ifPresent(mounts::add);
        return List.copyOf(mounts);
    }

    private static Optional<VolumeMount> mount(String name, Optional<String> given, String path) {
        return given.map(_ -> mount(name, path, true));
    }

    private static VolumeMount mount(String name, String path, boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(name)
                .withMountPath(path)
                .withReadOnly(readOnly ? true : null)
                .build();
    }

    private static Volume empty(String name, String most) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .withSizeLimit(Quantity.parse(most))
                .endEmptyDir()
                .build();
    }
}
