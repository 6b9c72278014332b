package imagefactory.app.doctor;

import imagefactory.core.outcome.Symptom;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What may be forbidden to be seen: then that is what is told of it. */
final class Asked {
    static final String SERVER = "api server";

    private Asked() {}

    /** @throws KubernetesClientException for every other reason */
    static List<Symptom> of(String what, Supplier<List<Symptom>> look) {
        try {
            return look.get();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            return List.of(Symptom.unseen(
                    what,
                    "not to be seen from here: " + said(e),
                    "Grant what deploy/kubernetes/base/rights.yaml grants."));
        }
    }

    static String said(KubernetesClientException e) {
        return Optional.ofNullable(e.getStatus())
                .map(Status::getMessage)
                .orElseGet(() -> String.valueOf(
                        Optional.ofNullable(e.getCause()).orElse(e).getMessage()));
    }
}
