package imagefactory.app.wiring;

import imagefactory.app.config.FactoryConfig;
import imagefactory.app.doctor.Rights;
import imagefactory.app.doctor.Surroundings;
import imagefactory.app.doctor.Workplace;
import imagefactory.app.doctor.Workplace.Level;
import imagefactory.app.doctor.WorkplaceLook;
import imagefactory.app.planning.Catalogs;
import imagefactory.builder.dispatch.BuilderReport;
import imagefactory.builder.dispatch.kubernetes.FitnessLook;
import imagefactory.builder.dispatch.kubernetes.PodVariant;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Symptom;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge;
import imagefactory.scanner.kubernetes.ServerLook;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is looked at of the cluster, where builds or scans run in one. */
@Singleton
class Looks {
    private static final List<String> JOBS = List.of(
            "create jobs.batch",
            "get jobs.batch",
            "list jobs.batch",
            "watch jobs.batch",
            "delete jobs.batch",
            "get pods",
            "list pods",
            "watch pods",
            "get pods/log",
            "list events");

    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final List<Runnable> open = new ArrayList<>();

    @Produces
    @Singleton
    Surroundings surroundings(FactoryConfig config, Catalogs catalogs) {
        if (!builds(config) && !scans(config)) {
            return new Surroundings(List.of(), List.of());
        }
        var client = Cluster.open();
        open.add(client::close);
        return of(
                config,
                client,
                () -> catalogs.current().managed().stream()
                        .flatMap(image -> image.build().platforms().stream())
                        .collect(Collectors.toSet()));
    }

    private static boolean builds(FactoryConfig config) {
        return config.builds().place() == FactoryConfig.Builds.Place.KUBERNETES;
    }

    private static boolean scans(FactoryConfig config) {
        return config.scan().place() == FactoryConfig.Scan.Place.KUBERNETES;
    }

    /** @param platforms that are built for */
    static Surroundings of(FactoryConfig config, KubernetesClient client, Supplier<Set<Platform>> platforms) {
        var first = new ArrayList<Supplier<List<Symptom>>>();
        var more = new ArrayList<Supplier<List<Symptom>>>(List.of(new Rights(client)::look));
        if (builds(config)) {
            var fitness = new FitnessLook(client, Builds.settings(config));
            first.add(() -> fitness.look(platforms.get()));
            more.add(new WorkplaceLook(client, placeOf(config.builds().kubernetes()))::look);
        }
        if (scans(config)) {
            more.add(new WorkplaceLook(client, placeOf(config.scan().kubernetes()))::look);
            if (ScansInCluster.settings(config).knowledge() instanceof Knowledge.Server server) {
                more.add(new ServerLook(server, Clock.systemUTC())::look);
            }
        }
        return new Surroundings(first, more);
    }

    /** Nobody waits for it: each build asks for itself. */
    void begin(@Observes StartupEvent started, Surroundings surroundings) {
        var looking = Thread.ofVirtual().name("surroundings").start(() -> surroundings.begin(AGAIN));
        open.add(looking::interrupt);
    }

    void end(@Observes ShutdownEvent stop) {
        open.reversed().forEach(Runnable::run);
    }

    private static Workplace placeOf(FactoryConfig.Builds.Kubernetes config) {
        return new Workplace(
                "builds",
                config.namespace(),
                PodVariant.parse(config.pod()) == PodVariant.SYS_ADMIN ? Level.PRIVILEGED : Level.BASELINE,
                and(JOBS, "watch events"),
                Stream.of(
                                config.registrySecret().map("secrets/"::concat),
                                config.gitSecret().map("secrets/"::concat),
                                config.authorities().map("configmaps/"::concat))
                        .flatMap(Optional::stream)
                        .toList(),
                Optional.empty(),
                Looks::report);
    }

    private static Workplace placeOf(FactoryConfig.Scan.InCluster config) {
        return new Workplace(
                "scans",
                config.namespace(),
                Level.RESTRICTED,
                and(JOBS, "create configmaps", "delete configmaps"),
                config.credentials().map("secrets/"::concat).stream().toList(),
                Optional.of(config.claim()).filter(_ -> config.server().isEmpty()),
                UnaryOperator.identity());
    }

    private static List<String> and(List<String> rights, String... more) {
        return Stream.concat(rights.stream(), Stream.of(more)).toList();
    }

    /** What the builder reports, or what the runtime says in its stead. */
    private static String report(String message) {
        return BuilderReport.read(message, "", List.of()) instanceof Failed(Problem problem)
                        && problem.code() != Problem.Code.BUILDER_LIED
                ? problem.text()
                : message;
    }
}
