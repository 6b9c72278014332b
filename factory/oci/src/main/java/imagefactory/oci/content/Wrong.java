package imagefactory.oci.content;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.outcome.Refused;

/** The refusals of what a registry holds or answers. */
public final class Wrong {
    private Wrong() {}

    /** What was found is not what was asked for. */
    public static Refused answer(String text) {
        return answer(text, "Push what is asked for again, or have whoever runs this registry look at it.");
    }

    public static Refused answer(String text, String advice) {
        return new Refused(new Problem(Code.REGISTRY_WRONG, text, advice));
    }

    /** Something is named elsewhere and not there. */
    public static Refused missing(String text) {
        return new Refused(new Problem(
                Code.NOT_FOUND,
                text,
                "Push it again: the registry may have cleaned it away, or it was never complete."));
    }
}
