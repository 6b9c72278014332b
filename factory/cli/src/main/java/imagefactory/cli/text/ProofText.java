package imagefactory.cli.text;

import imagefactory.cli.check.Proof;
import imagefactory.cli.check.Proof.Subject;
import imagefactory.cli.check.StatementNames;
import imagefactory.cli.factory.Brief;
import imagefactory.cli.terminal.Ink;
import imagefactory.core.attest.Provenance;
import imagefactory.core.build.Pin;
import imagefactory.core.image.Platform;
import imagefactory.core.outcome.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A proof, told to people and to machines. */
public record ProofText(Ink ink) {
    public String of(Proof proof) {
        var lines = new ArrayList<String>();
        var verdict = proof.isGood() ? ink.good("✓ verified") : ink.bad("✗ not verified");
        lines.add(proof.repository() + "@" + proof.digest() + "  " + verdict);
        lines.add(table(proof).indent(2).stripTrailing());
        proof.provenance().ifPresent(provenance -> lines.addAll(origin(provenance)));
        proof.problems().forEach(problem -> lines.addAll(problem(problem)));
        return String.join("\n", lines);
    }

    /** For {@code verify --json}. */
    public static Map<String, Object> json(Proof proof) {
        var json = new TreeMap<String, Object>();
        json.put("repository", proof.repository());
        json.put("digest", proof.digest());
        json.put("verified", proof.isGood());
        json.put("subjects", proof.subjects().stream().map(ProofText::json).toList());
        json.put("provenance", proof.provenance().map(ProofText::json));
        json.put("problems", proof.problems().stream().map(ProofText::json).toList());
        return json;
    }

    private static String table(Proof proof) {
        var table = new Table("WHAT", "DIGEST", "SIGNED", "BY KEY");
        proof.subjects()
                .forEach(subject -> table.row(
                        subject.platform().map(Platform::toString).orElse("index"),
                        Brief.name(subject.digest()),
                        subject.types().isEmpty()
                                ? "nothing"
                                : subject.types().stream()
                                        .map(StatementNames::of)
                                        .collect(Collectors.joining(", ")),
                        subject.keys().stream().map(Brief::id).collect(Collectors.joining(", "))));
        return table.toString();
    }

    private static List<String> origin(Provenance provenance) {
        var lines = new ArrayList<String>();
        var source = provenance.source();
        lines.add(ResultsText.line("image", provenance.image()));
        lines.add(ResultsText.line(
                "source", source.repository() + "  " + source.branch() + " at " + Brief.name(provenance.commit())));
        var label = "bases";
        for (var pin : pins(provenance)) {
            lines.add(ResultsText.line(
                    label, pin.reference() + "  " + Brief.name(pin.manifest()) + " on " + pin.platform()));
            label = "";
        }
        return lines;
    }

    private List<String> problem(Problem problem) {
        return List.of("  " + ink.bad(problem.code().toString()) + ": " + problem.text(), "  " + problem.advice());
    }

    private static List<Pin> pins(Provenance provenance) {
        return provenance.platforms().values().stream()
                .flatMap(made -> made.inputs().pins().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static Map<String, Object> json(Subject subject) {
        return Map.of(
                "digest", subject.digest(),
                "platform", subject.platform(),
                "statements", subject.types(),
                "keys", subject.keys());
    }

    private static Map<String, Object> json(Provenance provenance) {
        return Map.of(
                "image", provenance.image(),
                "source", provenance.source().repository(),
                "branch", provenance.source().branch(),
                "commit", provenance.commit(),
                "run", provenance.execution().run(),
                "bases", pins(provenance).stream().map(ProofText::json).toList());
    }

    private static Map<String, Object> json(Pin pin) {
        return Map.of("reference", pin.reference(), "platform", pin.platform(), "manifest", pin.manifest());
    }

    private static Map<String, Object> json(Problem problem) {
        return Map.of("code", problem.code(), "text", problem.text(), "advice", problem.advice());
    }
}
