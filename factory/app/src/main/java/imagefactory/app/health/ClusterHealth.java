package imagefactory.app.health;

import imagefactory.app.doctor.Surroundings;
import imagefactory.core.outcome.Symptom.Verdict;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Tells what builds miss of their cluster, as it was found last; the factory stays ready, for it does more than build. */
@Readiness
@Singleton
public final class ClusterHealth implements HealthCheck {
    private final Surroundings surroundings;

    ClusterHealth(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public HealthCheckResponse call() {
        var missed = surroundings.known().stream()
                .filter(symptom -> symptom.verdict() != Verdict.OK)
                .toList();
        var response = HealthCheckResponse.named("cluster").up().withData("findings", missed.size());
        missed.stream()
                .findFirst()
                .ifPresent(symptom ->
                        response.withData("first", symptom.what() + " " + symptom.verdict() + ": " + symptom.found()));
        return response.build();
    }
}
