package imagefactory.app.route;

import imagefactory.app.planning.Catalogs;
import imagefactory.app.planning.Planning;
import imagefactory.app.promotion.Deliveries;
import imagefactory.app.promotion.Externals;
import imagefactory.app.relay.Relay;
import imagefactory.app.run.Runs;
import imagefactory.app.schedule.Ticks;
import imagefactory.app.stage.Assemble;
import imagefactory.app.stage.Attach;
import imagefactory.app.stage.Attest;
import imagefactory.app.stage.Build;
import imagefactory.app.stage.Leave;
import imagefactory.app.stage.Promote;
import imagefactory.app.stage.Publish;
import imagefactory.app.stage.Release;
import imagefactory.app.stage.Renew;
import imagefactory.app.stage.Resolve;
import imagefactory.app.stage.Scan;
import imagefactory.app.stage.Sign;
import imagefactory.app.stage.Verify;
import imagefactory.app.store.History;
import imagefactory.core.run.Kept;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import org.apache.camel.builder.RouteBuilder;

/** The whole factory, top to bottom. */
@ApplicationScoped
public class FactoryRoutes extends RouteBuilder {
    private final Poll poll;
    private final Planning planning;
    private final Runs runs;
    private final Renew renew;
    private final Stages stages;
    private final Relay relay;
    private final Kept kept;
    private final History history;
    private final Deliveries deliveries;
    private final Ticks ticks;
    private final Externals externals;
    private final Catalogs catalogs;

    FactoryRoutes(
            Poll poll,
            Planning planning,
            Runs runs,
            Renew renew,
            Stages stages,
            Relay relay,
            Kept kept,
            History history,
            Deliveries deliveries,
            Ticks ticks,
            Externals externals,
            Catalogs catalogs) {
        this.poll = poll;
        this.planning = planning;
        this.runs = runs;
        this.renew = renew;
        this.stages = stages;
        this.relay = relay;
        this.kept = kept;
        this.history = history;
        this.deliveries = deliveries;
        this.ticks = ticks;
        this.externals = externals;
        this.catalogs = catalogs;
    }

    // spotless:off
    @Override
    public void configure() {
        from("{{factory.events}}").routeId("intake").routeConfigurationId(Failures.OF_INTAKE)
                .bean(poll, "record").id("record")
                .bean(poll, "commit").id("commit");          // each partition's last record, after the transaction

        from("{{factory.wake.plan}}").routeId("plan").routeConfigurationId(Failures.OF_WAKES)
                .bean(planning, "claim").id("claim-events")
                .split(body())
                    .bean(planning, "plan").id("plan-events")
                    .to("{{factory.wake.plan}}").id("plan-more");

        from("{{factory.wake.run}}").routeId("claim").routeConfigurationId(Failures.OF_WAKES)
                .bean(runs, "claim").id("claim-run")
                .split(body())
                    .to("{{factory.wake.run}}").id("wake-another")   // a free worker looks for the next
                    .to("direct:run");

        from("direct:run").routeId("run").routeConfigurationId(Failures.OF_RUNS)
                .bean(runs.saving(stages.leave()), "advance").id("leave")
                .bean(renew, "advance").id("renew")
                .bean(runs.saving(stages.resolve()), "advance").id("resolve")
                .bean(runs.saving(stages.build()), "advance").id("build")
                .bean(runs.saving(stages.assemble()), "advance").id("assemble")
                .bean(runs.saving(stages.scan()), "advance").id("scan")
                .bean(runs.saving(stages.release()), "advance").id("release")
                .bean(runs.saving(stages.sign()), "advance").id("sign")
                .bean(runs.saving(stages.attest()), "advance").id("attest")
                .bean(runs.saving(stages.attach()), "advance").id("attach")
                .bean(runs.saving(stages.verify()), "advance").id("verify")
                .bean(runs.saving(stages.publish()), "advance").id("publish")
                .bean(runs.saving(stages.promote()), "advance").id("promote")
                .bean(runs, "handBack").id("hand-back")
                .to("{{factory.wake.relay}}", "{{factory.wake.run}}").id("look-on");

        besidesRuns();
    }

    private void besidesRuns() {
        from("{{factory.wake.relay}}").routeId("relay").routeConfigurationId(Failures.OF_WAKES)
                .bean(relay, "relay").id("announce");

        from("{{factory.backstop}}").routeId("backstop")
                .to("{{factory.wake.plan}}", "{{factory.wake.run}}", "{{factory.wake.relay}}");

        from("{{factory.sweep}}").routeId("sweep").routeConfigurationId(Failures.OF_WAKES)
                .bean(kept, "sweep").id("sweep-kept").bean(history, "sweep").id("sweep-history");

        from("{{factory.externals}}").routeId("promote-externals").routeConfigurationId(Failures.OF_WAKES)
                .bean(externals, "promote").id("promote-external-images");

        from("{{factory.tick}}").routeId("tick").routeConfigurationId(Failures.OF_WAKES)
                .bean(ticks, "tick").id("tell-ticks");

        from("{{factory.gitops.watch}}").routeId("deliver").routeConfigurationId(Failures.OF_WAKES)
                .bean(deliveries, "deliver").id("deliver-manifests");

        from("{{factory.wake.catalog}}").routeId("catalog").routeConfigurationId(Failures.OF_WAKES)
                .bean(catalogs, "look").id("look-at-catalog");

        from("{{factory.catalog-watch}}").routeId("catalog-watch")
                .to("{{factory.wake.catalog}}");
    }
    // spotless:on

    /** The stages of a run, in their order. */
    @Singleton
    record Stages(
            Leave leave,
            Resolve resolve,
            Build build,
            Assemble assemble,
            Scan scan,
            Release release,
            Sign sign,
            Attest attest,
            Attach attach,
            Verify verify,
            Publish publish,
            Promote promote) {}
}
