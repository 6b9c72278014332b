package imagefactory.core.ledger;

import java.util.List;

/** Where decisions are written down; nothing is ever changed there. */
public interface Ledger {
    void record(List<Decision> decisions);

    /** The newest decisions about a subject, the newest first. */
    List<Decision> about(String subject, int limit);
}
