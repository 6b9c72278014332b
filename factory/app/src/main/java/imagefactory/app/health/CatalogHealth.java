package imagefactory.app.health;

import imagefactory.app.planning.Catalogs;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Tells that the catalog is broken; the factory stays ready, for it goes on with the last good one. */
@Readiness
@Singleton
public final class CatalogHealth implements HealthCheck {
    private final Catalogs catalogs;

    CatalogHealth(Catalogs catalogs) {
        this.catalogs = catalogs;
    }

    @Override
    public HealthCheckResponse call() {
        var faults = catalogs.faults();
        var response = HealthCheckResponse.named("catalog")
                .up()
                .withData("revision", catalogs.revision())
                .withData("images", catalogs.current().images().size())
                .withData("faults", faults.size());
        faults.stream().findFirst().ifPresent(fault -> response.withData("first", fault.toString()));
        return response.build();
    }
}
