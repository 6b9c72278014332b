package imagefactory.core.plan;

import imagefactory.core.image.Bytes;
import imagefactory.core.outcome.Outcome;
import imagefactory.core.source.Snapshot;
import imagefactory.core.source.Source;
import imagefactory.core.source.Sources;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Git, as far as the observer looks into it, and what its servers were asked. */
final class FakeSources implements Sources {
    private final Function<Source, Outcome<Snapshot>> looks;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    FakeSources(Function<Source, Outcome<Snapshot>> looks) {
        this.looks = looks;
    }

    /** Questions to servers, in order: {@code https://git.test/acme/mono.git main}. */
    List<String> asked() {
        return asked;
    }

    @Override
    public String newest(URI repository, String branch) {
        asked.add(repository + " " + branch);
        return "c".repeat(40);
    }

    @Override
    public Outcome<Snapshot> read(Source source, String commit, Optional<String> versionFile) {
        return looks.apply(source);
    }

    @Override
    public Outcome<Bytes> file(URI repository, String commit, String path) {
        throw new IllegalStateException("the observer reads sources, no single files");
    }
}
