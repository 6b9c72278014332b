package imagefactory.cli.doctor;

import imagefactory.cli.factory.Factory;
import imagefactory.core.outcome.Refused;

/** The running factory, by its own account. */
public final class FactoryLook {
    private FactoryLook() {}

    /** @param meant whether somebody said where one is: then it has to be there */
    public static Symptom look(Factory factory, String url, boolean meant) throws InterruptedException {
        try {
            var ill = factory.ill();
            return ill.isEmpty()
                    ? Symptom.ok("factory", url + " is healthy")
                    : Symptom.failed(
                            "factory", url + " says: " + String.join("; ", ill), "Mend these; its log says more.");
        } catch (Refused away) {
            var remedy = away.problem().advice();
            return meant
                    ? Symptom.failed("factory", away.problem().text(), remedy)
                    : Symptom.warn("factory", "none runs at " + url, remedy);
        }
    }
}
