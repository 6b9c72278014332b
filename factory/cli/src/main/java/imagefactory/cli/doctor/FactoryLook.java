package imagefactory.cli.doctor;

import imagefactory.cli.factory.Factory;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Symptom;
import java.util.ArrayList;
import java.util.List;

/** The running factory, and the cluster that it works in, by its own account. */
public final class FactoryLook {
    private FactoryLook() {}

    /** @param meant whether somebody said where one is: then it has to be there */
    public static List<Symptom> look(Factory factory, String url, boolean meant) throws InterruptedException {
        var found = new ArrayList<Symptom>();
        try {
            var ill = factory.ill();
            found.add(
                    ill.isEmpty()
                            ? Symptom.ok("factory", url + " is healthy")
                            : Symptom.failed(
                                    "factory",
                                    url + " says: " + String.join("; ", ill),
                                    "Mend these; its log says more."));
            found.addAll(cluster(factory));
        } catch (Refused away) {
            var remedy = away.problem().advice();
            found.add(
                    meant
                            ? Symptom.failed("factory", away.problem().text(), remedy)
                            : Symptom.warn("factory", "none runs at " + url, remedy));
        }
        return found;
    }

    private static List<Symptom> cluster(Factory factory) throws InterruptedException {
        try {
            return factory.surroundings();
        } catch (Refused refused) {
            var problem = refused.problem();
            return List.of(Symptom.unseen("cluster", problem.text(), problem.advice()));
        }
    }
}
