package imagefactory.scanner.kubernetes;

import imagefactory.core.image.ImageRef;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge.Volume;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What brings the vulnerability database onto its volume: the only Job that writes there, and that needs a way to where the database
 * comes from. Its last container says which one it is. Pure.
 */
final class DatabaseJobManifest {
    static final String BRING = "bring";
    static final String TELL = "tell";
    static final String COMPONENT = "database";

    /** Of two folders the one that scans do not read is written to. */
    static final List<String> FOLDERS = List.of("a", "b");

    /** Label with the folder that was written to. */
    static final String FOLDER = "io.imagefactory.folder";

    private static final String VOLUME = "/database";
    private static final long USER = 65_532;
    private static final Duration MORE = Duration.ofDays(1);

    private final ClusterSettings settings;
    private final Volume volume;
    private final TrivyPod pod;

    DatabaseJobManifest(ClusterSettings settings, Volume volume, String parts) {
        this.settings = settings;
        this.volume = volume;
        pod = new TrivyPod(settings, parts);
    }

    /** Where a scan finds what was written to this folder. */
    String path(String folder) {
        return volume.repository().isPresent() ? folder + "/db" : "db";
    }

    /** @param folder one of {@link #FOLDERS} */
    Job of(String name, String folder) {
        var labels = TrivyPod.labels(COMPONENT);
        labels.put(FOLDER, folder);
        var cache = volume.repository().isPresent() ? VOLUME + "/" + folder : VOLUME;
        var claim = TrivyPod.volume("database")
                .withNewPersistentVolumeClaim(volume.claim(), false)
                .build();
        return pod.job(name, labels, volume.maxAge().plus(MORE))
                .editSpec()
                .editTemplate()
                .withSpec(pod.spec(List.of(claim))
                        .editSecurityContext()
                        .withFsGroup(USER)
                        .withFsGroupChangePolicy("OnRootMismatch")
                        .endSecurityContext()
                        .withInitContainers(volume.repository().stream()
                                .map(repository -> bringer(repository, cache))
                                .toList())
                        .withContainers(teller(cache))
                        .build())
                .endTemplate()
                .endSpec()
                .build();
    }

    private Container bringer(ImageRef repository, String cache) {
        var arguments = new ArrayList<>(List.of(
                "image",
                "--cache-dir=" + cache,
                "--download-db-only",
                "--db-repository=" + repository,
                "--skip-version-check",
                "--disable-telemetry",
                "--no-progress",
                "--quiet",
                "--timeout=" + settings.limit().toSeconds() + "s"));
        if (settings.isInsecure(repository.repository().registry())) {
            arguments.add("--insecure");
        }
        var mounts = List.of(TrivyPod.mount("database", VOLUME).build());
        return pod.container(BRING, arguments, mounts, List.of());
    }

    private Container teller(String cache) {
        var arguments = List.of("version", "--cache-dir=" + cache, "--format=json", "--quiet");
        return pod.container(
                TELL, arguments, List.of(TrivyPod.readOnly("database", VOLUME).build()), List.of());
    }
}
