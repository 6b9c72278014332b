package imagefactory.cli.text;

import imagefactory.core.dockerfile.Reference;
import imagefactory.core.dockerfile.ResolvedDockerfile;
import imagefactory.core.dockerfile.Stage;
import imagefactory.core.dockerfile.Untracked;
import imagefactory.core.image.ImageRef;
import imagefactory.core.outcome.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What was found out about one Dockerfile. */
public sealed interface Discovery {
    String file();

    /** As {@code discover --json} prints it. */
    Map<String, Object> json();

    /** For people. */
    String text();

    boolean isUnderstood();

    /** What a person should know of it, a sentence each. */
    List<String> warnings();

    /** @param syntax the frontend that it names, as written */
    record Understood(String file, Optional<String> syntax, ResolvedDockerfile dockerfile) implements Discovery {
        @Override
        public Map<String, Object> json() {
            var json = new LinkedHashMap<String, Object>();
            json.put("file", file);
            json.put("syntax", syntax);
            json.put(
                    "stages", dockerfile.stages().stream().map(Understood::json).toList());
            json.put(
                    "references",
                    dockerfile.references().stream().map(Understood::json).toList());
            json.put(
                    "reachable",
                    dockerfile.reachableImages().stream()
                            .map(ImageRef::toString)
                            .toList());
            return json;
        }

        @Override
        public String text() {
            var stages = new Table("STAGE", "NAME", "FROM", "PLATFORM");
            dockerfile
                    .stages()
                    .forEach(stage -> stages.row(
                            Integer.toString(stage.index()) + (stage.index() == dockerfile.target() ? " *" : ""),
                            stage.name().orElse("-"),
                            stage.base().toString(),
                            stage.runsOn().toString()));
            var images = new Table("IMAGE", "USED BY", "LINE", "STAGE");
            dockerfile
                    .references()
                    .forEach(reference -> images.row(
                            reference.image().toString(),
                            reference.from().name(),
                            Integer.toString(reference.line()),
                            reference.stage()
                                    + (dockerfile.reached().contains(reference.stage()) ? "" : " (not reached)")));
            return file + "\n" + (stages + "\n" + images).indent(2).stripTrailing();
        }

        @Override
        public boolean isUnderstood() {
            return true;
        }

        @Override
        public List<String> warnings() {
            return dockerfile.untracked().stream()
                    .map(Untracked::warning)
                    .map(warning -> file + ": " + warning)
                    .toList();
        }

        private static Map<String, Object> json(Stage stage) {
            var json = new LinkedHashMap<String, Object>();
            json.put("index", stage.index());
            json.put("name", stage.name());
            json.put("written", stage.written());
            json.put("reference", stage.base().toString());
            json.put("kind", stage.base().kind());
            json.put("platform", stage.platform());
            return json;
        }

        private static Map<String, Object> json(Reference reference) {
            return Map.of(
                    "reference", reference.image(),
                    "line", reference.line(),
                    "from", reference.from(),
                    "stage", reference.stage());
        }
    }

    /** One that cannot be read or understood. */
    record Faulty(String file, OptionalInt line, OptionalInt column, Problem problem) implements Discovery {
        /** One that could not be read, for that reason. */
        public static Faulty missing(String file, Problem why) {
            var problem = new Problem(Problem.Code.DOCKERFILE_MISSING, why.text(), why.advice());
            return new Faulty(file, OptionalInt.empty(), OptionalInt.empty(), problem);
        }

        @Override
        public Map<String, Object> json() {
            var error = new LinkedHashMap<String, Object>();
            line.ifPresent(number -> error.put("line", number));
            column.ifPresent(number -> error.put("column", number));
            error.put("code", problem.code());
            error.put("text", problem.text());
            error.put("advice", problem.advice());
            return Map.of("file", file, "error", error);
        }

        @Override
        public String text() {
            var place = new StringBuilder(file);
            line.ifPresent(number -> place.append(":").append(number));
            column.ifPresent(number -> place.append(":").append(number));
            return place + "\n  " + problem.code() + ": " + problem.text() + "\n  " + problem.advice();
        }

        @Override
        public boolean isUnderstood() {
            return false;
        }

        @Override
        public List<String> warnings() {
            return List.of();
        }
    }
}
