package imagefactory.app.doctor;

import imagefactory.core.outcome.Symptom;
import imagefactory.core.outcome.Symptom.Verdict;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The cluster that builds and scans run in, as it was found last; nothing where neither runs in one. Safe for use by many threads. */
public final class Surroundings {
    private static final Logger LOG = Logger.getLogger(Surroundings.class);

    private final List<Supplier<List<Symptom>>> first;
    private final List<Supplier<List<Symptom>>> more;
    private volatile List<Symptom> known = List.of();

    /**
     * @param first what is looked at when the factory starts, too: without it nothing is built
     * @param more what is looked at for people
     */
    public Surroundings(List<Supplier<List<Symptom>>> first, List<Supplier<List<Symptom>>> more) {
        this.first = List.copyOf(first);
        this.more = List.copyOf(more);
    }

    /** Looks at what builds cannot do without, and logs what is not as they need it unless that was said last time. */
    public void begin() {
        var now = of(first);
        if (now.equals(known)) {
            return;
        }
        known = now;
        now.stream()
                .filter(symptom -> symptom.verdict() != Verdict.OK)
                .forEach(symptom -> LOG.warnf(
                        "the cluster: %s %s: %s %s",
                        symptom.what(), symptom.verdict(), symptom.found(), symptom.remedy()));
    }

    /**
     * The same, until the API server answers: whoever asks what is known does not wait for it. An interrupt ends that.
     *
     * @param again when it is asked again
     */
    public void begin(Duration again) {
        begin();
        while (isUnanswered(known)) {
            try {
                Thread.sleep(again);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            begin();
        }
    }

    /** What was found of that when the API server was asked last; empty until then. */
    public List<Symptom> known() {
        return known;
    }

    /** Looks at everything, which takes some seconds at most where the API server answers. */
    public List<Symptom> look() {
        begin();
        var found = new ArrayList<>(known);
        if (!isUnanswered(found)) {
            found.addAll(of(more));
        }
        return found;
    }

    private static boolean isUnanswered(List<Symptom> found) {
        return found.stream().anyMatch(symptom -> symptom.what().equals(Asked.SERVER));
    }

    /** An API server that does not answer is not asked for the rest. */
    private static List<Symptom> of(List<Supplier<List<Symptom>>> looks) {
        var found = new ArrayList<Symptom>();
        try {
            looks.forEach(look -> found.addAll(look.get()));
        } catch (KubernetesClientException e) {
            found.add(Symptom.failed(
                    Asked.SERVER,
                    "It did not answer: " + Asked.said(e) + ".",
                    "See whether it is up and may be reached from here; network policies are in deploy/kubernetes."));
        }
        return found;
    }
}
