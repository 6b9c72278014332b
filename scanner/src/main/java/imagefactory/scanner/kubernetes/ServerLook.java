package imagefactory.scanner.kubernetes;

import imagefactory.core.outcome.Symptom;
import imagefactory.core.outcome.Unavailable;
import imagefactory.scanner.kubernetes.ClusterSettings.Knowledge.Server;
import java.time.Clock;
import java.util.List;

/** Whether the Trivy server that scans ask answers, and has a database that is young enough. */
public final class ServerLook {
    private static final String WHAT = "scans server";

    private final Server server;
    private final ServerDatabase database;

    public ServerLook(Server server, Clock clock) {
        this.server = server;
        database = new ServerDatabase(server, clock);
    }

    public List<Symptom> look() {
        try {
            return List.of(database.current()
                    .map(known -> Symptom.ok(WHAT, server.url() + " has the database of " + known.made()))
                    .orElseThrow());
        } catch (Unavailable e) {
            return List.of(Symptom.failed(
                    WHAT,
                    String.valueOf(e.getMessage()),
                    "See its pod and its log; deploy/kubernetes/README.md says what it may lack."));
        }
    }
}
