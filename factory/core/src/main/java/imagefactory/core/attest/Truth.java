package imagefactory.core.attest;

import imagefactory.core.build.BuildKey;
import imagefactory.core.build.BuiltImage.Report;
import imagefactory.core.build.Mark;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Problem.Code;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether an image is what it says it is: asked once more before tags move, of what the registry has and not of what the
 * factory remembers.
 *
 * <p>{@code builder-lied} where the builder's own report differs from what was planned, {@code truth-violated} for the rest.
 */
public final class Truth {
    private static final String LOOK_AT_STAGING =
            "Find out who else can write to the staging repository, and ask for a rebuild without cache.";
    private static final String LOOK_AT_BUILDER =
            "Do not trust what this builder made: look at its log, mend or replace it, and ask for a rebuild without cache.";
    private static final String LOOK_AT_FACTORY =
            "Ask for a rebuild; if it happens again, report it with the run's number as a fault of the factory.";

    private final String image;
    private final List<Problem> problems = new ArrayList<>();

    private Truth(String image) {
        this.image = image;
    }

    /**
     * Everything that is not true; empty where all is.
     *
     * @param image its name, for people
     * @param index as the registry has it
     * @param evidence of every platform that was planned
     */
    public static List<Problem> violations(String image, Manifest index, List<Evidence> evidence) {
        var truth = new Truth(image);
        truth.index(index, evidence);
        evidence.forEach(truth::platform);
        return List.copyOf(truth.problems);
    }

    private void index(Manifest index, List<Evidence> evidence) {
        if (!index.isIndex()) {
            violated("The index of " + image + " was read and is a " + index.mediaType() + ".", LOOK_AT_STAGING);
        }
        var children = index.content().manifests();
        evidence.forEach(each -> child(children, each));
        children.stream()
                .filter(child -> evidence.stream().noneMatch(each -> isChild(child, each)))
                .forEach(this::unscanned);
    }

    private void unscanned(Descriptor child) {
        violated(
                "The index of " + image + " lists " + child.digest() + " for " + platform(child)
                        + ", and that is not what was scanned.",
                LOOK_AT_STAGING);
    }

    private void child(List<Descriptor> children, Evidence evidence) {
        var listed = children.stream().filter(child -> isChild(child, evidence)).toList();
        if (listed.size() != 1) {
            violated(
                    "The index of " + image + " lists the scanned " + evidence.scanned() + " for "
                            + evidence.inputs().platform() + " " + listed.size() + " times, once was expected.",
                    LOOK_AT_STAGING);
        }
        var expected = new Mark(evidence.inputs().digest(), evidence.epoch());
        listed.stream()
                .filter(child -> !Mark.of(child).equals(Optional.of(expected)))
                .forEach(child -> marked(child, expected));
    }

    private void marked(Descriptor child, Mark expected) {
        violated(
                "The index of " + image + " says " + mark(Mark.of(child)) + " of " + platform(child) + ", planned was "
                        + mark(Optional.of(expected)) + ".",
                LOOK_AT_FACTORY);
    }

    private void platform(Evidence evidence) {
        config(evidence);
        base(evidence);
        key(evidence);
        evidence.report().ifPresent(report -> report(evidence, report));
    }

    private void config(Evidence evidence) {
        var config = evidence.config();
        var planned = evidence.inputs().platform();
        if (!config.platform().equals(planned)) {
            violated(
                    name(evidence) + " was built for " + planned + " and its configuration says " + config.platform()
                            + ".",
                    "Have the builder's machine build for " + planned
                            + ", or take that platform out of the enrolment.");
        }
        evidence.inputs().recipe().labels().forEach((key, value) -> label(evidence, key, value));
    }

    private void label(Evidence evidence, String key, String planned) {
        var found = Optional.ofNullable(evidence.config().labels().get(key));
        if (!found.equals(Optional.of(planned))) {
            violated(
                    name(evidence) + " was to carry the label " + key + "=\"" + planned + "\" and "
                            + found.map(value -> "carries \"" + value + "\"").orElse("does not") + ".",
                    LOOK_AT_STAGING);
        }
    }

    private void base(Evidence evidence) {
        if (!evidence.base().map(evidence.config()::isBuiltOn).orElse(true)) {
            violated(
                    name(evidence) + " does not begin with the layers of the base that its final stage is FROM.",
                    LOOK_AT_STAGING);
        }
    }

    private void key(Evidence evidence) {
        var computed = BuildKey.of(evidence.inputs().digest(), evidence.epoch());
        if (!computed.equals(evidence.key())) {
            violated(
                    name(evidence) + " is kept under the build key " + evidence.key() + ", and its inputs give "
                            + computed + ".",
                    LOOK_AT_FACTORY);
        }
    }

    private void report(Evidence evidence, Report report) {
        var inputs = evidence.inputs();
        lied(evidence, "manifest", report.manifest(), evidence.scanned());
        lied(evidence, "context", report.context(), inputs.context());
        var pins = report.pins().stream().sorted().distinct().toList();
        lied(evidence, "bases", bases(pins), bases(inputs.pins()));
    }

    private void lied(Evidence evidence, String what, Object reported, Object planned) {
        if (!Objects.equals(reported, planned)) {
            problems.add(new Problem(
                    Code.BUILDER_LIED,
                    "The builder of " + name(evidence) + " reports the " + what + " " + reported + ", expected was "
                            + planned + ".",
                    LOOK_AT_BUILDER));
        }
    }

    private void violated(String text, String advice) {
        problems.add(new Problem(Code.TRUTH_VIOLATED, text, advice));
    }

    private String name(Evidence evidence) {
        return image + " on " + evidence.inputs().platform();
    }

    private static boolean isChild(Descriptor child, Evidence evidence) {
        return child.digest().equals(evidence.scanned())
                && child.platform().equals(Optional.of(evidence.inputs().platform()));
    }

    private static String platform(Descriptor child) {
        return child.platform().map(Platform::toString).orElse("no platform");
    }

    private static String mark(Optional<Mark> mark) {
        return mark.map(said -> "inputs " + said.inputs() + " and epoch \"" + said.epoch() + "\"")
                .orElse("nothing of its inputs");
    }

    private static String bases(List<Pin> pins) {
        return pins.stream()
                .map(pin -> pin.reference() + " for " + pin.platform() + " at " + pin.manifest())
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
