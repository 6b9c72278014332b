package imagefactory.core.run;

import java.util.Optional;

/** What stages wrote while they worked, for people: the last MiB of each. */
public interface StageLogs {
    /** @param stage {@code build-linux/amd64} */
    void keep(Run run, String stage, String tail);

    Optional<String> of(long run, String stage);
}
