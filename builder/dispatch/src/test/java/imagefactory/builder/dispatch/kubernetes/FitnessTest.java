package imagefactory.builder.dispatch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import io.fabric8.kubernetes.client.VersionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FitnessTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HOST_USERS")
    void podsWithUserNamespacesNeedAClusterThatMakesThem(PodVariant pod) {
        assertThat(Fitness.fault(version("1", "32"), pod))
                .contains(new Problem(
                        Code.BUILD_UNSUPPORTED,
                        "The cluster is Kubernetes 1.32, and would run the build as a user of its node: pods have user"
                                + " namespaces from 1.33 on.",
                        "Update the cluster, or take factory.builds.kubernetes.pod=host-users with what that costs."));
    }

    @ParameterizedTest
    @CsvSource({"1, 33", "1, 33+", "1, 36-gke.100", "2, 0"})
    void whatIsNewEnoughIsTaken(String major, String minor) {
        assertThat(Fitness.fault(version(major, minor), PodVariant.USER_NAMESPACE))
                .isEmpty();
    }

    @Test
    void usersOfTheNodeAreThereInAnyCluster() {
        assertThat(Fitness.fault(version("1", "28"), PodVariant.HOST_USERS)).isEmpty();
    }

    private static VersionInfo version(String major, String minor) {
        return new VersionInfo.Builder().withMajor(major).withMinor(minor).build();
    }
}
