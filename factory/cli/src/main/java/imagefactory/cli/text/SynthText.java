package imagefactory.cli.text;

import imagefactory.cli.local.ManifestFolder.Change;
import imagefactory.cli.local.ManifestFolder.State;
import imagefactory.cli.wiring.Manifests.All;
import imagefactory.cli.wiring.Manifests.Made;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What {@code synth} wrote, told to people and to machines. */
public record SynthText(String folder, List<Change> changes, All made) {
    @Override
    public String toString() {
        var table = new Table("KIND", "NAME", "FILE", "");
        var files = files();
        for (var change : changes) {
            var file = Optional.ofNullable(files.get(change.path()));
            table.row(
                    file.map(Made::kind).orElse("-"),
                    file.map(Made::name).filter(name -> !name.isEmpty()).orElse("-"),
                    change.path(),
                    word(change.state()));
        }
        return table + "\n" + folder + ": " + count(State.NEW) + " new, " + count(State.CHANGED) + " changed, "
                + count(State.SAME) + " as before, " + count(State.REMOVED) + " removed";
    }

    /** For {@code synth --json}. */
    public Map<String, Object> json() {
        var files = files();
        return Map.of(
                "folder",
                folder,
                "files",
                changes.stream()
                        .map(change -> json(change, Optional.ofNullable(files.get(change.path()))))
                        .toList(),
                "leftOut",
                made.leftOut());
    }

    private static Map<String, Object> json(Change change, Optional<Made> file) {
        return Map.of(
                "path", change.path(),
                "state", change.state().name().toLowerCase(Locale.ROOT),
                "kind", file.map(Made::kind),
                "name", file.map(Made::name).filter(name -> !name.isEmpty()));
    }

    private Map<String, Made> files() {
        return made.files().stream().collect(Collectors.toMap(Made::path, Function.identity()));
    }

    private long count(State state) {
        return changes.stream().filter(change -> change.state() == state).count();
    }

    private static String word(State state) {
        return state == State.SAME ? "" : state.name().toLowerCase(Locale.ROOT);
    }
}
