package imagefactory.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the command was asked for. */
record Order(Path directory, Voice voice, Reach reach) {
    static final String USAGE = "usage: java -jar factory-local.jar --dir DIR [--json] [--host NAME --password FILE]";

    private static final String JSON = "--json";
    private static final Set<Set<String>> CALLS = Set.of(Set.of("--dir"), Set.of("--dir", "--host", "--password"));

    /** Nothing, if it was not called rightly. */
    static Optional<Order> of(List<String> words) {
        var pairs = words.stream().filter(word -> !word.equals(JSON)).toList();
        var values = new HashMap<String, String>();
        for (int at = 0; at + 1 < pairs.size(); at += 2) {
            values.put(pairs.get(at), pairs.get(at + 1));
        }
        return CALLS.contains(values.keySet()) && pairs.size() == 2 * values.size()
                ? Optional.of(of(values, words.contains(JSON)))
                : Optional.empty();
    }

    private static Order of(Map<String, String> values, boolean json) {
        var host = Optional.ofNullable(values.get("--host"));
        var password = Optional.ofNullable(values.get("--password")).map(Path::of);
        Reach reach = host.isPresent() && password.isPresent()
                ? Reach.Network.of(host.get(), password.get())
                : new Reach.Machine();
        var directory =
                Path.of(values.getOrDefault("--dir", "")).toAbsolutePath().normalize();
        return new Order(directory, json ? new Voice.Json() : new Voice.Plain(), reach);
    }
}
