package imagefactory.app.doctor;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A namespace where Jobs of the factory run, and what they need there.
 *
 * @param work what they do, in one word
 * @param level of Pod Security that lets their pods in, and no more
 * @param rights of the factory, as {@code list jobs.batch}
 * @param mounts names of Secrets and ConfigMaps that their pods mount, as {@code secrets/NAME}
 * @param claim of the volume that they share
 * @param report what a termination message says to people
 */
public record Workplace(
        String work,
        String namespace,
        Level level,
        List<String> rights,
        List<String> mounts,
        Optional<String> claim,
        UnaryOperator<String> report) {
    /** Of Pod Security, the laxest first. */
    public enum Level {
        PRIVILEGED,
        BASELINE,
        RESTRICTED
    }
}
