package imagefactory.core.dockerfile;

import imagefactory.core.dockerfile.Stage.Base;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** Walks through the reached stages in order, each with the variables that its base left. */
final class StageWalks {
    private final List<StageDraft> drafts;
    private final Arguments arguments;
    private final Map<String, String> globals;
    private final Expander expander;
    private final Map<Integer, Variables> after = new HashMap<>();

    /** What was found on the way. */
    record Found(List<Use> uses, List<Untracked> untracked) {}

    StageWalks(List<StageDraft> drafts, Arguments arguments, Map<String, String> globals, Expander expander) {
        this.drafts = drafts;
        this.arguments = arguments;
        this.globals = globals;
        this.expander = expander;
    }

    Found walk(SortedSet<Integer> reached) throws DockerfileInvalid {
        var found = new Found(new ArrayList<>(), new ArrayList<>());
        for (var draft : drafts) {
            int index = draft.stage().index();
            if (reached.contains(index)) {
                var variables = before(draft.stage());
                after.put(index, variables);
                new StageWalk(index, variables, arguments.buildArgs(), globals, found).walk(draft.commands());
            } else {
                draft.commands().forEach(command -> found.uses().addAll(Uses.of(command, index)));
            }
        }
        return found;
    }

    private Variables before(Stage stage) {
        return switch (stage.base()) {
            case Base.Image image -> Variables.ofImage(expander);
            case Base.Scratch scratch -> Variables.ofScratch(expander);
            case Base.Earlier earlier ->
                Variables.copyOf(after.getOrDefault(earlier.index(), Variables.ofImage(expander)));
        };
    }
}
