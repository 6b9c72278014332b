package imagefactory.kargo.cluster;

import imagefactory.core.catalog.Promotion.Stage;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.outcome.Outcome.Done;
import imagefactory.core.outcome.Outcome.Failed;
import imagefactory.core.outcome.Outcome.Pending;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.promote.InStage;
import imagefactory.core.promote.InStage.State;
import imagefactory.core.promote.Pipeline;
import imagefactory.kargo.Counterpart;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link Pipeline} by Kargo's objects: the Warehouse is told to look by an annotation that is the same for everybody who asks
 * for this publication; all else is read, but for the Promotion that a person asks for. It keeps nothing, so any replica goes on
 * where another was.
 */
public final class KargoPipeline implements Pipeline, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);
    private static final Duration LOOK_LATER = Duration.ofSeconds(30);
    /** At most four requests follow each other. */
    private static final Duration REQUEST = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final Cluster cluster;
    private final Clock clock;

    /** What is looked for, and where. */
    private record Search(Published published, Counterpart counterpart, Sought sought) {
        String first() {
            return counterpart.stages().getFirst();
        }
    }

    private KargoPipeline(KubernetesClient client, String namespace, Clock clock) {
        this.client = client;
        this.cluster = new Cluster(client, namespace);
        this.clock = clock;
    }

    /** @param namespace Kargo's project; the API server is that of the environment: a pod's own, or what KUBECONFIG names */
    public static KargoPipeline open(String namespace, Clock clock) {
        return open(new ConfigBuilder().build(), namespace, clock);
    }

    static KargoPipeline open(Config config, String namespace, Clock clock) {
        var limited = new ConfigBuilder(config)
                .withConnectionTimeout((int) REQUEST.toMillis())
                .withRequestTimeout((int) REQUEST.toMillis())
                .withRequestRetryBackoffLimit(0) // the run's row is what is tried again
                .build();
        return new KargoPipeline(
                new KubernetesClientBuilder().withConfig(limited).build(), namespace, clock);
    }

    @Override
    public boolean follows() {
        return true;
    }

    @Override
    public Outcome<List<InStage>> follow(Published published, Patience patience) throws Unavailable {
        var counterpart =
                Counterpart.of(published.image()).filter(it -> !it.stages().isEmpty());
        if (counterpart.isEmpty()) {
            return new Done<>(List.of());
        }
        var sought = new Sought(published.image().repository(), published.digest());
        try {
            return look(new Search(published, counterpart.get(), sought), patience);
        } catch (Refused e) {
            return new Failed<>(e.problem());
        }
    }

    @Override
    public RolledBack rollBack(Rollback asked) throws Refused, Unavailable {
        var image = asked.image();
        var counterpart = Counterpart.of(image)
                .orElseThrow(() -> unknown(
                        "Kargo takes " + image.repository() + " for no repository, so it has no stages of "
                                + image.name() + ".",
                        "Promote it by updates of images.yaml without stages."));
        var index =
                image.promotion().stages().stream().map(Stage::name).toList().indexOf(asked.stage());
        var name = counterpart.stages().get(index);
        var stage = cluster.get("Stage", "stages", name);
        if (stage.isEmpty()) {
            present();
            throw unknown(
                    "There is no stage " + name + " in Kargo.",
                    "Apply the manifests, or see why they are not synchronised.");
        }
        return new WayBack(cluster, clock, counterpart.warehouse(), name, stage.get()).go(asked);
    }

    private static Refused unknown(String text, String advice) {
        return new Refused(new Problem(Code.STAGE_UNKNOWN, text, advice));
    }

    @Override
    public void close() {
        client.close();
    }

    private Outcome<List<InStage>> look(Search search, Patience patience) throws Unavailable, Refused {
        var first = stage(search, 0);
        var source = source(search, first.state());
        return switch (Verdict.of(first, search.first(), source)) {
            case Verdict.Over() -> new Done<>(all(search, first, source));
            case Verdict.Fails(var problem) -> new Failed<>(problem);
            case Verdict.Waits(var what) ->
                patience.lasts() ? waits(search, what) : new Done<>(all(search, first, source));
        };
    }

    private Outcome<List<InStage>> waits(Search search, String what) throws Unavailable {
        var since = search.published().at();
        if (clock.instant().isBefore(since.plus(PATIENCE))) {
            return new Pending<>(LOOK_AGAIN);
        }
        throw new Unavailable(
                search.sought().digest() + " is published since " + since + ", and not promoted: " + what, LOOK_LATER);
    }

    /** The Warehouse is nobody's business once the first stage has what it made. */
    private Optional<WarehouseLook> source(Search search, State first) throws Unavailable, Refused {
        return switch (first) {
            case ABSENT, WAITING, HELD -> warehouse(search);
            case PROMOTING, VERIFYING, VERIFIED, FAILED, LEFT -> Optional.empty();
        };
    }

    private Optional<WarehouseLook> warehouse(Search search) throws Unavailable, Refused {
        var name = search.counterpart().warehouse();
        var token = search.published().publication();
        var found = cluster.get("Warehouse", "warehouses", name).map(it -> WarehouseLook.of(name, it, token));
        if (found.isEmpty()) {
            present();
            return found;
        }
        var look = found.get();
        if (!look.current()) {
            throw new Refused(new Problem(
                    Code.PROMOTION_REFUSED,
                    "The Kargo of this cluster dropped which images Warehouse " + name + " chooses: it is too old.",
                    "Bring Kargo to 1.11 or later, its CustomResourceDefinitions too, and apply the manifests again."));
        }
        if (!look.asked()) {
            cluster.annotate("Warehouse", "warehouses", name, WarehouseLook.REFRESH, token);
        }
        return Optional.of(freight(search, look));
    }

    private WarehouseLook freight(Search search, WarehouseLook look) throws Unavailable, Refused {
        if (look.last().isEmpty()) {
            return look;
        }
        var name = look.last().get();
        return cluster.get("Freight", "freights", name)
                .filter(search.sought()::isIn)
                .map(_ -> look.with(name))
                .orElse(look);
    }

    private void present() throws Unavailable, Refused {
        if (!cluster.knowsKargo()) {
            throw new Refused(new Problem(
                    Code.PROMOTION_REFUSED,
                    "The API server of this cluster knows nothing of " + Cluster.GROUP + "/" + Cluster.VERSION + ".",
                    "Install Kargo 1.11 or later and apply the manifests, or set factory.kargo to none."));
        }
    }

    private InStage stage(Search search, int index) throws Unavailable, Refused {
        var name = search.published().image().promotion().stages().get(index).name();
        return cluster.get("Stage", "stages", search.counterpart().stages().get(index))
                .map(stage -> StageLook.of(name, stage, search.sought()))
                .orElseGet(() -> StageLook.absent(name));
    }

    /** What the first stage has not come to have has a name all the same. */
    private List<InStage> all(Search search, InStage first, Optional<WarehouseLook> source)
            throws Unavailable, Refused {
        var stages = new ArrayList<InStage>();
        var freight = first.freight().or(() -> source.flatMap(WarehouseLook::freight));
        stages.add(new InStage(first.stage(), first.state(), freight, first.about()));
        for (int index = 1; index < search.counterpart().stages().size(); index++) {
            stages.add(stage(search, index));
        }
        return stages;
    }
}
