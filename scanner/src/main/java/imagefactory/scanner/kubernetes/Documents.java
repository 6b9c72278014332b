package imagefactory.scanner.kubernetes;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Refused;
import imagefactory.scanner.TrivyReport;
import java.io.IOException;

/** The documents that containers write to their logs, which nodes may cut: they are whole, or not taken. Pure. */
final class Documents {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Documents() {}

    /**
     * The one document that a log holds.
     *
     * @param key that it has
     * @throws Refused with {@code scan-failed} if it holds anything else
     */
    static Bytes read(Bytes log, String key, String container, Scan scan) throws Refused {
        if (log.size() > TrivyReport.MOST_BYTES) {
            throw cut(scan, container, "it has more than " + TrivyReport.MOST_BYTES + " bytes");
        }
        try {
            if (!JSON.readTree(log.array()).has(key)) {
                throw cut(scan, container, "it is no JSON with " + key);
            }
            return log;
        } catch (IOException e) {
            throw cut(scan, container, "its " + log.size() + " bytes are no whole JSON");
        }
    }

    private static Refused cut(Scan scan, String container, String why) {
        return new Refused(
                Verdict.failed(
                        "What the container " + container + " of the scan of " + scan + " wrote cannot be used: " + why
                                + ".",
                        "Leave out of the image what need not be there, or raise containerLogMaxSize of the nodes' kubelets (10Mi by default)."));
    }
}
