package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.Command.Onbuild;
import imagefactory.core.dockerfile.Stage.Base;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A stage while its links are worked out. */
final class StageDraft {
    private final Stage stage;
    private final List<Command> commands;
    private final List<Link> links = new ArrayList<>();

    /** What a command takes files from: an earlier stage, an image, or neither, which is scratch. */
    record Link(Reference.From from, int line, Optional<Integer> stage, Optional<ImageRef> image) {}

    StageDraft(Stage stage, List<Command> commands) {
        this.stage = stage;
        this.commands = new ArrayList<>(commands);
    }

    Stage stage() {
        return stage;
    }

    List<Command> commands() {
        return commands;
    }

    List<Onbuild> triggers() {
        return commands.stream()
                .filter(Onbuild.class::isInstance)
                .map(Onbuild.class::cast)
                .toList();
    }

    /** What the triggers of its base have it run comes first. */
    void runFirst(List<Command> triggered) {
        commands.addAll(0, triggered);
    }

    void link(List<Link> more) {
        links.addAll(more);
    }

    List<Link> links() {
        return links;
    }

    Stream<Integer> linkedStages() {
        return links.stream().flatMap(link -> link.stage().stream());
    }

    IntStream needs() {
        var base = stage.base() instanceof Base.Earlier earlier ? IntStream.of(earlier.index()) : IntStream.empty();
        return IntStream.concat(base, linkedStages().mapToInt(Integer::intValue));
    }

    /** Its own image first, then those that its commands name. */
    List<Reference> references(Platform target) {
        var all = new ArrayList<Reference>();
        if (stage.base() instanceof Base.Image image) {
            all.add(new Reference(image.ref(), stage.line(), Reference.From.FROM, stage.index(), stage.runsOn()));
        }
        for (var link : links) {
            link.image().ifPresent(ref -> all.add(new Reference(ref, link.line(), link.from(), stage.index(), target)));
        }
        return all;
    }
}
