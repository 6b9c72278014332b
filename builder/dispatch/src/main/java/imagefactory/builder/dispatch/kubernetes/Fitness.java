package imagefactory.builder.dispatch.kubernetes;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import io.fabric8.kubernetes.client.VersionInfo;
import java.util.Optional;

/** Whether a cluster is one for such build pods. Pure. */
final class Fitness {
    /** The minor from which pods have user namespaces (UserNamespacesSupport); older servers drop {@code hostUsers} without a word. */
    private static final int USER_NAMESPACES = 33;

    private Fitness() {}

    static Optional<Problem> fault(VersionInfo found, PodVariant pod) {
        int minor = number(found.getMinor());
        if (pod.hostUsers() || number(found.getMajor()) > 1 || minor >= USER_NAMESPACES) {
            return Optional.empty();
        }
        return Optional.of(new Problem(
                Code.BUILD_UNSUPPORTED,
                "The cluster is Kubernetes " + found.getMajor() + "." + found.getMinor()
                        + ", and would run the build as a user of its node: pods have user namespaces from 1."
                        + USER_NAMESPACES + " on.",
                "Update the cluster, or take factory.builds.kubernetes.pod=" + PodVariant.HOST_USERS
                        + " with what that costs."));
    }

    /** Of {@code 33+}, as some clouds write it. */
    private static int number(String text) {
        return Integer.parseInt("0" + text.replaceAll("\\D.*", ""));
    }
}
