package imagefactory.core.build;

import imagefactory.core.image.Digest;
import imagefactory.core.image.Platform;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Why what was built is not what would be built now: told from inputs alone, so it needs no history. */
public final class Difference {
    private final Set<BuildReason> bases = new LinkedHashSet<>();
    private final Set<String> enrolment = new TreeSet<>();
    private boolean source;
    private boolean references;

    private Difference() {}

    /**
     * Everything that goes into an image.
     *
     * @param commit of the source
     */
    public record State(String commit, SortedMap<Platform, Inputs> platforms) {
        public State {
            platforms = Collections.unmodifiableSortedMap(new TreeMap<>(platforms));
        }
    }

    /** Empty exactly when the inputs of all platforms are the same: another commit alone is no reason. */
    public static List<BuildReason> between(State was, State now) {
        var difference = new Difference();
        difference.platforms(was.platforms(), now.platforms());
        return difference.reasons(was.commit(), now.commit());
    }

    private void platforms(SortedMap<Platform, Inputs> was, SortedMap<Platform, Inputs> now) {
        var all = new TreeSet<>(was.keySet());
        all.addAll(now.keySet());
        for (var platform : all) {
            compare(platform, Optional.ofNullable(was.get(platform)), Optional.ofNullable(now.get(platform)));
        }
    }

    private void compare(Platform platform, Optional<Inputs> was, Optional<Inputs> now) {
        if (was.isPresent() && now.isPresent()) {
            inputs(was.get(), now.get());
        } else {
            enrolment.add("platform " + platform + (now.isPresent() ? " added" : " removed"));
        }
    }

    private void inputs(Inputs was, Inputs now) {
        source |= !was.context().equals(now.context())
                || !was.dockerfile().equals(now.dockerfile())
                || !was.dockerignore().equals(now.dockerignore());
        recipe(was.recipe(), now.recipe());
        enrolled("builder", was.backend(), now.backend());
        now.pins().forEach(pin -> pin(was.pins(), pin));
        references |= !named(was).equals(named(now));
    }

    private void recipe(Inputs.Recipe was, Inputs.Recipe now) {
        enrolled("target", was.target(), now.target());
        enrolled("args", was.args(), now.args());
        enrolled("labels", was.labels(), now.labels());
        enrolled("secrets", was.secrets(), now.secrets());
        enrolled("format", was.format(), now.format());
    }

    private void enrolled(String what, Object was, Object now) {
        if (!was.equals(now)) {
            enrolment.add(what);
        }
    }

    private static List<String> named(Inputs inputs) {
        return inputs.pins().stream()
                .map(pin -> pin.reference() + " " + pin.platform())
                .toList();
    }

    /** A reference that was not there before came with the source or the arguments, which are told already. */
    private void pin(List<Pin> was, Pin now) {
        was.stream()
                .filter(pin -> pin.compareTo(now) == 0)
                .map(Pin::manifest)
                .filter(manifest -> !manifest.equals(now.manifest()))
                .forEach(manifest -> base(now, manifest));
    }

    private void base(Pin now, Digest was) {
        bases.add(new BuildReason.BaseChanged(now.reference(), now.platform(), Optional.of(was), now.manifest()));
    }

    private List<BuildReason> reasons(String was, String now) {
        var reasons = new ArrayList<>(bases);
        if (source) {
            reasons.add(new BuildReason.SourceChanged(Optional.of(was), now));
        }
        if (!enrolment.isEmpty()) {
            reasons.add(new BuildReason.EnrolmentChanged(List.copyOf(enrolment)));
        }
        if (reasons.isEmpty() && references) { // the same Dockerfile, read by another release of the factory
            reasons.add(new BuildReason.EnrolmentChanged(List.of("references")));
        }
        return reasons;
    }
}
