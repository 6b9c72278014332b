package imagefactory.scanner;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import imagefactory.core.outcome.Unavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/** One run of Trivy in a container of its own: no network, no capabilities, nothing to write to but what is mounted for it. */
final class TrivyContainer {
    private static final int STILL_RUNNING = -1;

    private final String image;
    private final Duration limit;

    TrivyContainer(String image, Duration limit) {
        this.image = image;
        this.limit = limit;
    }

    /**
     * How a run ended.
     *
     * @param exit of Trivy; below 0 if it did not end in time
     * @param said what it wrote to its standard error
     */
    record End(int exit, String said) {
        boolean isTooLate() {
            return exit == STILL_RUNNING;
        }
    }

    /** What a container sees of this machine. */
    record Mount(Path path, String in, AccessMode mode) {
        Bind bind() {
            return new Bind(path.toString(), new Volume(in), mode);
        }
    }

    /** @throws Unavailable if the container could not be started, or was ended by somebody else */
    End run(List<Mount> mounts, List<String> arguments) throws Unavailable {
        var exit = new UntilItEnds(limit);
        try (var container = new GenericContainer<>(DockerImageName.parse(image))) {
            container
                    .withImagePullPolicy(name -> false)
                    .withLabel(Engine.LABEL, "true")
                    .withStartupCheckStrategy(exit)
                    .withCreateContainerCmdModifier(create -> create.withHostConfig(host(mounts)))
                    .withCommand(arguments.toArray(String[]::new));
            container.start();
            return new End(exit.code, container.getLogs(OutputType.STDERR));
        } catch (RuntimeException e) { // the client has no exception of its own for an engine that went away
            throw new Unavailable(
                    "the container of the scanner could not be run from " + image + ": " + root(e)
                            + "; look at the container engine",
                    e);
        }
    }

    private static HostConfig host(List<Mount> mounts) {
        return HostConfig.newHostConfig()
                .withNetworkMode("none")
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withBinds(mounts.stream().map(Mount::bind).toList());
    }

    private static Throwable root(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** A container that ends has started well. Waits by the engine's own word: Testcontainers would look once a second. */
    private static final class UntilItEnds extends StartupCheckStrategy {
        private final Duration limit;
        private int code = STILL_RUNNING;

        UntilItEnds(Duration limit) {
            this.limit = limit;
        }

        @Override
        public boolean waitUntilStartupSuccessful(DockerClient client, String id) {
            try {
                code = client.waitContainerCmd(id)
                        .exec(new WaitContainerResultCallback())
                        .awaitStatusCode(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (DockerClientException e) {
                if (e.getCause() instanceof InterruptedException) {
                    throw e;
                }
                code = STILL_RUNNING;
            }
            return true;
        }

        @Override
        public StartupStatus checkStartupState(DockerClient client, String id) {
            return StartupStatus.SUCCESSFUL;
        }
    }
}
