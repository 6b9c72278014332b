package imagefactory.app.wiring;

import imagefactory.app.config.FactoryConfig;
import imagefactory.app.run.Runs;
import imagefactory.builder.dispatch.Access;
import imagefactory.builder.dispatch.ProcessExecutor;
import imagefactory.builder.dispatch.ProcessSettings;
import imagefactory.builder.dispatch.kubernetes.JobExecutor;
import imagefactory.builder.dispatch.kubernetes.JobSettings;
import imagefactory.builder.dispatch.kubernetes.PodVariant;
import imagefactory.core.build.BuildExecutor;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Unavailable;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.ProducerTemplate;

/** Where builds run. */
@Singleton
class Builds {
    /** What has to be let go at the end, the last first. */
    private final List<Runnable> open = new ArrayList<>();

    @Produces
    @Singleton
    @DefaultBean
    BuildExecutor builds(FactoryConfig config, Clock clock, Runs runs, ProducerTemplate camel) throws Unavailable {
        Runnable hint = () -> {
            runs.stir();
            camel.sendBody("{{factory.wake.run}}", "");
        };
        return switch (config.builds().place()) {
            case PROCESS -> processes(config, clock, hint);
            case KUBERNETES -> jobs(config, hint);
        };
    }

    void end(@Observes ShutdownEvent stop) {
        open.reversed().forEach(Runnable::run);
    }

    private static BuildExecutor processes(FactoryConfig config, Clock clock, Runnable hint) throws Unavailable {
        var builds = config.builds();
        var access = new Access(
                config.registry().config(),
                List.copyOf(config.registry().insecure().orElse(Set.of())),
                config.registry().cas().orElse(List.of()),
                config.git().credentials());
        var settings = new ProcessSettings(
                builds.command(),
                config.work().resolve("builds"),
                builds.limit(),
                builds.concurrency(),
                access,
                ProcessSettings.Retention.DEFAULT);
        return new ProcessExecutor(settings, System.getenv(), clock, hint);
    }

    private BuildExecutor jobs(FactoryConfig config, Runnable hint) {
        var client = Cluster.open();
        open.add(client::close);
        var executor = new JobExecutor(client, settings(config), hint);
        open.add(executor::close);
        return executor;
    }

    static JobSettings settings(FactoryConfig config) {
        var builds = config.builds();
        var kubernetes = builds.kubernetes();
        return new JobSettings(
                kubernetes.namespace(),
                kubernetes.image(),
                PodVariant.parse(kubernetes.pod()),
                builds.limit(),
                new JobSettings.Resources(kubernetes.cpu(), kubernetes.memory(), kubernetes.storage()),
                placement(kubernetes),
                new JobSettings.Access(
                        kubernetes.registrySecret(),
                        kubernetes.gitSecret(),
                        kubernetes.authorities(),
                        List.copyOf(config.registry().insecure().orElse(Set.of()))),
                kubernetes.queue());
    }

    private static JobSettings.Placement placement(FactoryConfig.Builds.Kubernetes kubernetes) {
        return new JobSettings.Placement(
                labels(kubernetes.nodes().orElse(List.of())),
                JobSettings.Placement.tolerations(kubernetes.tolerations().orElse(List.of())),
                kubernetes.priorityClass(),
                kubernetes.emulated().orElse(Set.of()).stream()
                        .map(Platform::parse)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static Map<String, String> labels(List<String> words) {
        var labels = new TreeMap<String, String>();
        for (var word : words) {
            var pair = word.split("=", 2);
            if (pair.length < 2) {
                throw new IllegalArgumentException(
                        "factory.builds.kubernetes.nodes has \"" + word + "\", and not key=value");
            }
            labels.put(pair[0], pair[1]);
        }
        return labels;
    }
}
