package imagefactory.source;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/** What JGit's exceptions mean: denied, missing, or away. JGit tells most of them apart by their text only. */
final class TransportFault {
    private static final List<String> DENIED = List.of(
            "not authorized",
            "authentication is required",
            "not permitted",
            "cannot log in",
            "auth fail",
            "no more authentication methods",
            "server key did not validate",
            "host key");
    private static final List<String> MISSING =
            List.of("not our ref", "not found", "no such remote ref", "does not appear to be a git repository");

    private TransportFault() {}

    /** @return the problem, if the answer was a clear no */
    static Optional<Problem> problem(GitAddress address, String what, Exception fault, Credentials credentials) {
        var said = said(fault);
        if (DENIED.stream().anyMatch(said::contains)) {
            return Optional.of(new Problem(
                    Problem.Code.SOURCE_DENIED,
                    what + " was refused by " + address.host() + " for " + address + ".",
                    advice(address, said, credentials)));
        }
        if (isMissing(fault, said)) {
            return Optional.of(new Problem(
                    Problem.Code.SOURCE_MISSING,
                    what + " found nothing at " + address + ".",
                    "Check the address; a private repository also needs " + credentials.place(address) + "."));
        }
        return Optional.empty();
    }

    /** Throws what this fault means. */
    static Unavailable thrown(GitAddress address, String what, Exception fault, Credentials credentials)
            throws Refused {
        var problem = problem(address, what, fault, credentials);
        if (problem.isPresent()) {
            throw new Refused(problem.get(), fault);
        }
        return new Unavailable(what + " from " + address + " failed: " + fault.getMessage(), fault);
    }

    private static boolean isMissing(Exception fault, String said) {
        return causes(fault).anyMatch(NoRemoteRepositoryException.class::isInstance)
                || MISSING.stream().anyMatch(said::contains);
    }

    private static String advice(GitAddress address, String said, Credentials credentials) {
        return said.contains("key did not") || said.contains("host key")
                ? "Put the host's key into the file known_hosts beside " + credentials.place(address) + "."
                : "Put credentials that may read it into " + credentials.place(address) + ".";
    }

    private static String said(Exception fault) {
        return causes(fault)
                .map(cause -> Optional.ofNullable(cause.getMessage()).orElse(""))
                .collect(Collectors.joining("\n"))
                .toLowerCase(Locale.ROOT);
    }

    private static Stream<Throwable> causes(Exception fault) {
        return Stream.<Throwable>iterate(fault, cause -> cause != null, Throwable::getCause)
                .limit(16);
    }
}
