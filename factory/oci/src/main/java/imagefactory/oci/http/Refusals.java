package imagefactory.oci.http;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;
import imagefactory.oci.auth.Account;
import imagefactory.oci.content.Wrong;

/** What a registry's no means, and what to do about it. */
final class Refusals {
    private Refusals() {}

    /** An answer that is neither what was hoped for nor a reason to ask again. */
    static Refused of(Ask ask, Answer answer, Account account) {
        return switch (answer.status()) {
            case Answer.UNAUTHORIZED, Answer.FORBIDDEN ->
                denied(ask.shown() + " was denied" + answer.reason() + ".", ask, account);
            case Answer.NOT_FOUND -> Wrong.missing(ask.shown() + " found nothing" + answer.reason() + ".");
            case Answer.NOT_ALLOWED -> notAllowed(ask, answer);
            case Answer.BAD_REQUEST, Answer.NOT_IMPLEMENTED ->
                answer.says("UNSUPPORTED") ? notAllowed(ask, answer) : wrong(ask, answer);
            default -> wrong(ask, answer);
        };
    }

    private static Refused wrong(Ask ask, Answer answer) {
        return Wrong.answer(ask.shown() + " was refused" + answer.reason() + ".");
    }

    static Refused denied(String text, Ask ask, Account account) {
        var right = ask.method().equals("DELETE") ? "delete from" : ask.isReading() ? "pull from" : "push to";
        var registry = ask.repository().registry();
        var advice = account.isAnonymous()
                ? "Log in, as " + account.origin() + ": docker login " + registry + "; or correct the name, if "
                        + ask.repository() + " is not what was meant."
                : "Give the account in " + account.origin() + " the right to " + right + " " + ask.repository()
                        + ", or log in anew: docker login " + registry + ".";
        return new Refused(new Problem(Code.REGISTRY_DENIED, text, advice));
    }

    private static Refused notAllowed(Ask ask, Answer answer) {
        var advice = ask.method().equals("DELETE")
                ? "Allow deletions in the registry's configuration; some take away manifests by digest only, never tags."
                : "See whether this address is a registry of the OCI distribution specification.";
        return new Refused(new Problem(
                Code.REGISTRY_DENIED, ask.shown() + " is not allowed there" + answer.reason() + ".", advice));
    }
}
