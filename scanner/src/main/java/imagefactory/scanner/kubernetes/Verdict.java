package imagefactory.scanner.kubernetes;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Unavailable;
import imagefactory.scanner.Fatal;
import imagefactory.scanner.kubernetes.Standing.Broken;
import java.util.regex.Pattern;

/** What a scan that broke off is told as: a problem of the image, or something that scans have to wait for. Pure. */
final class Verdict {
    /** As go-containerregistry words what registries answer. */
    private static final Pattern DENIED = Pattern.compile("\\b(UNAUTHORIZED|DENIED)\\b|status code 40[13]\\b");

    private static final Pattern MISSING =
            Pattern.compile("\\b(MANIFEST_UNKNOWN|NAME_UNKNOWN|BLOB_UNKNOWN)\\b|status code 404\\b");
    private static final Pattern AWAY = Pattern.compile("\\bdial tcp\\b|no such host|i/o timeout|connection reset"
            + "|TLS handshake|unexpected EOF|\\bTOOMANYREQUESTS\\b|status code (429|5\\d\\d)\\b");
    private static final Pattern UNTRUSTED = Pattern.compile("\\bx509:|\\btls: ");

    /** Before Trivy has read anything of an image, which could make it say the same. */
    private static final String DATABASE = "init error: DB error";

    private Verdict() {}

    /** Trivy could not open the database. */
    static boolean isOfDatabase(Broken broken) {
        return broken.why() == Standing.Why.EXIT && text(broken).contains(DATABASE);
    }

    /** @throws Unavailable if it is not the image's fault */
    static Problem of(Broken broken, Scan scan, ClusterSettings settings) throws Unavailable {
        return switch (broken.why()) {
            case EXIT -> ofTrivy(text(broken), scan, settings);
            case TOO_LATE -> tooLate(scan, settings);
            case OUT_OF_MEMORY ->
                failed(
                        "The scan of " + scan + " needed more memory than " + settings.memory() + ".",
                        "Raise factory.scan.kubernetes.memory, or look at what the image holds.");
            case OUT_OF_SPACE ->
                failed(
                        "The pod that scanned " + scan + " was evicted: " + Fatal.line(broken.said()) + ".",
                        "Leave out of the image what need not be there, or see what fills the disks of the nodes.");
            case KILLED ->
                throw new Unavailable("the pod that scanned " + scan + " was ended from outside: "
                        + Fatal.line(broken.said()) + "; look at the node, the scan begins anew");
        };
    }

    private static Problem ofTrivy(String said, Scan scan, ClusterSettings settings) throws Unavailable {
        if (said.contains(DATABASE)) {
            throw new Unavailable("Trivy cannot read the vulnerability database: " + said + "; bring it anew");
        }
        if (said.contains("twirp error")) {
            throw new Unavailable("the Trivy server did not do its part of the scan of " + scan + ": " + said
                    + "; see its log, and whether pods of the component scan reach it");
        }
        if (UNTRUSTED.matcher(said).find()) {
            throw new Unavailable("the pod that scanned " + scan + " does not trust its registry: " + said
                    + "; name the certificate's authority in factory.registry.cas");
        }
        if (AWAY.matcher(said).find()) {
            throw new Unavailable("the registry of " + scan + " did not answer the pod that scanned it: " + said
                    + "; see whether pods of the component scan reach it");
        }
        return refused(said, scan, settings);
    }

    private static Problem refused(String said, Scan scan, ClusterSettings settings) {
        if (DENIED.matcher(said).find()) {
            return new Problem(
                    Code.REGISTRY_DENIED,
                    "The registry did not let the pod that scanned " + scan + " read it: " + said + ".",
                    settings.registries()
                            .credentials()
                            .map(secret -> "Put an account that may read it into the Secret " + secret
                                    + " of the namespace " + settings.namespace() + ".")
                            .orElse(
                                    "Name a Secret with an account that may read it in factory.scan.kubernetes.credentials."));
        }
        if (MISSING.matcher(said).find()) {
            return new Problem(
                    Code.NOT_FOUND,
                    "The registry does not have all of " + scan + ": " + said + ".",
                    "Rebuild the image; if it goes away again, look for what clears the registry.");
        }
        return said.contains("context deadline exceeded")
                ? tooLate(scan, settings)
                : failed(
                        "Trivy could not scan " + scan + ": " + said,
                        "Look at what the build put into the image; Trivy reads OCI and Docker images of known systems.");
    }

    private static Problem tooLate(Scan scan, ClusterSettings settings) {
        return failed(
                "The scan of " + scan + " took longer than " + settings.limit().toSeconds() + " s.",
                "Look at what the image holds, or raise the time limit of scans.");
    }

    static Problem failed(String text, String advice) {
        return new Problem(Code.SCAN_FAILED, text, advice);
    }

    private static String text(Broken broken) {
        return Fatal.in(broken.said()).orElseGet(() -> Fatal.line(broken.said()));
    }
}
