package imagefactory.app.wiring;

import imagefactory.app.config.FactoryConfig;
import imagefactory.app.intake.EventJson;
import imagefactory.app.planning.CatalogOfFile;
import imagefactory.app.planning.CatalogOfGit;
import imagefactory.app.planning.Catalogs;
import imagefactory.app.relay.Relay;
import imagefactory.app.relay.Sender;
import imagefactory.app.schedule.Ticks;
import imagefactory.app.schedule.Timetable;
import imagefactory.app.stage.Staging;
import imagefactory.app.store.Announcements;
import imagefactory.app.store.BuildRows;
import imagefactory.app.store.CatalogRows;
import imagefactory.app.store.History;
import imagefactory.app.store.Inbox;
import imagefactory.app.store.Json;
import imagefactory.app.store.KeptRows;
import imagefactory.app.store.LedgerRows;
import imagefactory.app.store.Outbox;
import imagefactory.app.store.PublishedRows;
import imagefactory.app.store.RunRows;
import imagefactory.app.store.StageLogRows;
import imagefactory.core.build.Inputs.Backend;
import imagefactory.core.catalog.CatalogInvalid;
import imagefactory.core.catalog.CatalogOrigin;
import imagefactory.core.catalog.CatalogOrigin.InFile;
import imagefactory.core.catalog.CatalogOrigin.InGit;
import imagefactory.core.catalog.Managed;
import imagefactory.core.ledger.Ledger;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.core.plan.World;
import imagefactory.core.registry.Registry;
import imagefactory.core.run.BuildRecords;
import imagefactory.core.run.Kept;
import imagefactory.core.run.Publications;
import imagefactory.core.run.RunStore;
import imagefactory.core.run.StageLogs;
import imagefactory.core.sign.Verifier;
import imagefactory.core.source.Sources;
import imagefactory.oci.Images;
import imagefactory.trust.Referrers;
import imagefactory.trust.SignedOrigins;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** Which adapter stands behind which port of the factory's own state. */
@Singleton
class Wiring {
    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Jdbi database(DataSource source, Flyway flyway) {
        flyway.migrate(); // here, as Quarkus does not promise that to come before the routes
        return Jdbi.create(source).installPlugin(new PostgresPlugin());
    }

    @Produces
    @Singleton
    RunStore runs(Jdbi database, Json json, Announcements announcements, FactoryConfig config) {
        return new RunRows(
                database,
                json,
                announcements,
                new RunRows.Times(
                        config.lease(), config.again().within(), config.again().calm()));
    }

    @Produces
    @Singleton
    Publications publications(Jdbi database) {
        return new PublishedRows(database);
    }

    @Produces
    @Singleton
    BuildRecords builds(Jdbi database, Json json) {
        return new BuildRows(database, json);
    }

    @Produces
    @Singleton
    Kept kept(Jdbi database) {
        return new KeptRows(database);
    }

    @Produces
    @Singleton
    History history(Jdbi database, FactoryConfig config, Catalogs catalogs) {
        return new History(
                database,
                config.history(),
                () -> catalogs.current().managed().stream().map(Managed::name).collect(Collectors.toSet()));
    }

    @Produces
    @Singleton
    Ticks ticks(FactoryConfig config, Inbox inbox, Sender sender, EventJson json, Clock clock) {
        return new Ticks(Timetable.of(config.schedules(), config.zone()), inbox, sender, json, clock);
    }

    @Produces
    @Singleton
    StageLogs logs(Jdbi database) {
        return new StageLogRows(database);
    }

    @Produces
    @Singleton
    Ledger ledger(Jdbi database, Json json) {
        return new LedgerRows(database, json);
    }

    @Produces
    @Singleton
    Catalogs catalogs(FactoryConfig config, Sources sources, CatalogRows rows, Ledger ledger)
            throws CatalogInvalid, IOException, Unavailable, Refused {
        return switch (CatalogOrigin.parse(config.catalog())) {
            case InFile(var file) -> new CatalogOfFile(file, rows, ledger);
            case InGit git -> new CatalogOfGit(git, sources, rows, ledger);
        };
    }

    void close(@Disposes Catalogs catalogs) throws IOException {
        catalogs.close();
    }

    @Produces
    @Singleton
    Staging staging(FactoryConfig config) {
        return new Staging(config.staging());
    }

    @Produces
    @Singleton
    Referrers referrers(Registry registry, Verifier verifier) {
        return new Referrers(registry, verifier);
    }

    @Produces
    @Singleton
    Images images(Registry registry) {
        return new Images(registry);
    }

    @Produces
    @Singleton
    @DefaultBean
    World world(Sources sources, Registry registry, Referrers referrers, Publications publications) {
        return new World(
                sources,
                registry,
                new SignedOrigins(referrers),
                publications::latest,
                Machine.platform(),
                Backend.CURRENT);
    }

    @Produces
    @Singleton
    Producer<byte[], byte[]> producer(FactoryConfig config) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers",
                config.brokers(),
                "acks",
                "all",
                "enable.idempotence",
                true,
                "delivery.timeout.ms",
                5000,
                "request.timeout.ms",
                4000,
                "max.block.ms",
                5000);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void close(@Disposes Producer<byte[], byte[]> producer) {
        producer.close(java.time.Duration.ofSeconds(1));
    }

    @Produces
    @Singleton
    Relay relay(Outbox outbox, Producer<byte[], byte[]> producer) {
        return new Relay(outbox, producer);
    }
}
