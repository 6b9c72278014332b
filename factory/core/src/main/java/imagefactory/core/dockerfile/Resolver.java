package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.Stage.Base;
import imagefactory.core.dockerfile.StageDraft.Link;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Works out what a Dockerfile comes to with its arguments; in the order in which BuildKit does, so as to fail alike. */
final class Resolver {
    /** Characters of triggers that the stages of one file may run. */
    private static final int MAX_TRIGGERED = 8 << 20;

    private final Dockerfile file;
    private final Arguments arguments;
    private final Expander expander;
    private final Map<String, String> globals;
    private final StageTable table;
    private final Links links;
    private long triggered;

    private Resolver(Dockerfile file, Arguments arguments) throws DockerfileInvalid {
        this.file = file;
        this.arguments = arguments;
        expander = new Expander(file.escape());
        globals = GlobalScope.of(file, arguments, expander);
        table = StageTable.of(file, arguments, globals, expander);
        links = new Links(table, expander);
    }

    static ResolvedDockerfile resolve(Dockerfile file, Arguments arguments) throws DockerfileInvalid {
        return new Resolver(file, arguments).resolve();
    }

    private ResolvedDockerfile resolve() throws DockerfileInvalid {
        int target = table.target();
        for (var draft : drafts()) {
            draft.link(links.of(draft.commands()));
        }
        checkCircles();
        var reached = reach(target);
        checkOrder(reached);
        var walk = new StageWalks(drafts(), arguments, globals, expander).walk(reached);
        return new ResolvedDockerfile(
                drafts().stream().map(StageDraft::stage).toList(),
                target,
                reached,
                drafts().stream()
                        .flatMap(draft -> draft.references(arguments.target()).stream())
                        .toList(),
                file.syntaxImage(),
                walk.uses(),
                walk.untracked());
    }

    private List<StageDraft> drafts() {
        return table.drafts();
    }

    private SortedSet<Integer> reach(int target) throws DockerfileInvalid {
        var reached = new TreeSet<Integer>();
        var queue = new ArrayDeque<>(List.of(target));
        while (!queue.isEmpty()) {
            int index = queue.remove();
            if (reached.add(index)) {
                var draft = drafts().get(index);
                trigger(draft);
                draft.needs().forEach(queue::add);
            }
        }
        return reached;
    }

    private void trigger(StageDraft draft) throws DockerfileInvalid {
        if (draft.stage().base() instanceof Base.Earlier earlier) {
            var triggered = new ArrayList<Command>();
            for (var trigger : drafts().get(earlier.index()).triggers()) {
                triggered.add(command(trigger));
            }
            draft.runFirst(triggered);
            draft.link(links.of(triggered));
        }
    }

    /** Triggers are read anew, with the usual escape, as they would be from an image. */
    private Command command(Command.Onbuild trigger) throws DockerfileInvalid {
        triggered += trigger.expression().length() + 1;
        if (triggered > MAX_TRIGGERED) {
            throw DockerfileInvalid.at(
                    trigger.line(), new Malformed("the triggers of ONBUILD run too often.", "Split the file."));
        }
        var read = InstructionReader.read(InstructionReader.lines(trigger.expression()))
                .instructions();
        if (read.size() != 1) {
            throw DockerfileInvalid.at(
                    trigger.line(),
                    new Malformed(
                            "the trigger of ONBUILD is not one instruction.", "Write one instruction behind it."));
        }
        return CommandReader.read(read.getFirst().movedTo(trigger.line()));
    }

    /** Stages that copy from each other, or from themselves. Bases cannot close a circle: they come earlier. */
    private void checkCircles() throws DockerfileInvalid {
        var done = new BitSet();
        for (var draft : drafts()) {
            visit(draft, new BitSet(), done);
        }
    }

    private void visit(StageDraft draft, BitSet path, BitSet done) throws DockerfileInvalid {
        int index = draft.stage().index();
        path.set(index);
        for (var link : draft.links()) {
            int to = link.stage().orElse(-1);
            if (to >= 0 && path.get(to)) {
                throw DockerfileInvalid.at(link.line(), circle(to));
            }
            if (to >= 0 && !done.get(to)) {
                visit(drafts().get(to), path, done);
            }
        }
        path.clear(index);
        done.set(index);
    }

    private Malformed circle(int to) {
        return new Malformed(
                "the stage " + title(to) + " needs itself.", "Copy from a stage that does not need this one.");
    }

    private void checkOrder(SortedSet<Integer> reached) throws DockerfileInvalid {
        for (int index : reached) {
            for (var link : drafts().get(index).links()) {
                checkOrder(index, link);
            }
        }
    }

    private void checkOrder(int index, Link link) throws DockerfileInvalid {
        int to = link.stage().orElse(-1);
        if (to > index) {
            throw DockerfileInvalid.at(
                    link.line(),
                    new Malformed(
                            link.from() + " takes files from the stage " + title(to) + ", which begins only later.",
                            "Move that stage before this one."));
        }
    }

    private String title(int index) {
        return drafts().get(index).stage().name().orElse(String.valueOf(index));
    }
}
