package imagefactory.core.dockerfile;

import imagefactory.core.image.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Dockerfile in the words of the oracle (src/test/go/dockerfile-oracle), to be compared with what BuildKit said. */
final class Described {
    private Described() {}

    /** The lines of a case's {@code arguments} file. */
    static Arguments arguments(String text) {
        var args = new HashMap<String, String>();
        var rest = new HashMap<String, String>(Map.of("platform", "linux/arm64", "builder", "linux/amd64"));
        text.lines().forEach(line -> {
            var words = line.split(" ", 2);
            if (words[0].equals("arg")) {
                var pair = words[1].split("=", 2);
                args.put(pair[0], pair[1]);
            } else {
                rest.put(words[0], words[1]);
            }
        });
        return new Arguments(
                args,
                Platform.parse(rest.get("platform")),
                Platform.parse(rest.get("builder")),
                Optional.ofNullable(rest.get("target")));
    }

    static Map<String, Object> of(byte[] bytes, Arguments arguments) {
        try {
            var file = Dockerfile.parse(bytes);
            var resolved = file.resolve(arguments);
            var json = new LinkedHashMap<String, Object>();
            file.syntax().ifPresent(syntax -> json.put("syntax", syntax));
            json.put("stages", resolved.stages().stream().map(Described::stage).toList());
            put(json, "references", sorted(withoutTriggers(file, resolved)));
            put(json, "reachable", reachable(resolved));
            json.put(
                    "instructions",
                    file.instructions().stream().map(Described::instruction).toList());
            return json;
        } catch (DockerfileInvalid e) {
            var error = new LinkedHashMap<String, Object>();
            e.line().ifPresent(line -> error.put("line", line));
            error.put("text", e.problem().text() + " " + e.problem().advice());
            return new LinkedHashMap<>(Map.of("error", error));
        }
    }

    /** The oracle lists what instructions say, not what the triggers of a base do later; they count as reachable. */
    private static List<Reference> withoutTriggers(Dockerfile file, ResolvedDockerfile resolved) {
        var triggers = file.instructions().stream()
                .filter(instruction -> instruction.keyword().equals("ONBUILD"))
                .map(Instruction::firstLine)
                .toList();
        return resolved.references().stream()
                .filter(reference -> !triggers.contains(reference.line()))
                .toList();
    }

    private static List<Object> sorted(List<Reference> references) {
        var all = new ArrayList<Object>();
        references.stream()
                .filter(reference -> reference.from() == Reference.From.FROM)
                .forEach(reference -> all.add(reference(reference)));
        references.stream()
                .filter(reference -> reference.from() != Reference.From.FROM)
                .forEach(reference -> all.add(reference(reference)));
        return all;
    }

    private static List<String> reachable(ResolvedDockerfile resolved) {
        return resolved.reachable().stream()
                .map(reference -> reference.image() + " " + reference.platform())
                .distinct()
                .sorted()
                .toList();
    }

    private static Map<String, Object> stage(Stage stage) {
        var json = new LinkedHashMap<String, Object>();
        json.put("index", stage.index());
        stage.name().ifPresent(name -> json.put("name", name));
        json.put("written", stage.written());
        json.put("reference", stage.base().toString());
        json.put("kind", stage.base().kind());
        stage.platform().ifPresent(platform -> json.put("platform", platform.toString()));
        return json;
    }

    private static Map<String, Object> reference(Reference reference) {
        var json = new LinkedHashMap<String, Object>();
        json.put("reference", reference.image().toString());
        json.put("line", reference.line());
        json.put("from", reference.from().toString());
        json.put("stage", reference.stage());
        return json;
    }

    private static Map<String, Object> instruction(Instruction instruction) {
        var json = new LinkedHashMap<String, Object>();
        json.put("line", instruction.firstLine());
        json.put("end", instruction.lastLine());
        json.put("keyword", instruction.keyword());
        put(json, "flags", instruction.flags());
        put(json, "arguments", instruction.arguments());
        if (instruction.json()) {
            json.put("json", true);
        }
        put(
                json,
                "heredocs",
                instruction.heredocs().stream().map(Described::heredoc).toList());
        return json;
    }

    private static Map<String, Object> heredoc(Heredoc heredoc) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", heredoc.name());
        json.put("expand", heredoc.expand());
        json.put("chomp", heredoc.chomp());
        json.put("content", heredoc.content());
        return json;
    }

    private static void put(Map<String, Object> json, String key, List<?> list) {
        if (!list.isEmpty()) {
            json.put(key, list);
        }
    }
}
