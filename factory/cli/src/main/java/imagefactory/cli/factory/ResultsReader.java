package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import imagefactory.cli.factory.ResultsView.Base;
import imagefactory.cli.factory.ResultsView.Build;
import imagefactory.cli.factory.ResultsView.Checked;
import imagefactory.cli.factory.ResultsView.Flaw;
import imagefactory.cli.factory.ResultsView.Origin;
import imagefactory.cli.factory.ResultsView.Parent;
import imagefactory.cli.factory.ResultsView.Promotion;
import imagefactory.cli.factory.ResultsView.Publication;
import imagefactory.cli.factory.ResultsView.Stand;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.scan.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What stages have made, from JSON. */
final class ResultsReader {
    private static final JsonNode NOTHING = MissingNode.getInstance();

    private final Map<String, JsonNode> results = new HashMap<>();

    private ResultsReader(JsonNode list) {
        list.forEach(result -> results.put(result.path("stage").asText(), result));
    }

    static ResultsView read(JsonNode list) {
        return new ResultsReader(list).read();
    }

    private ResultsView read() {
        return new ResultsView(
                Collections.unmodifiableSet(results.keySet()),
                find("resolved").map(ResultsReader::origin),
                RunReader.list(of("resolved").path("lacks"), ReasonReader::read),
                RunReader.list(of("resolved").path("awaited"), ResultsReader::parent),
                fields(of("resolved").path("inputs"))
                        .map(each -> Platform.parse(each.getKey()))
                        .toList(),
                bases(),
                fields(of("built").path("images")).map(ResultsReader::build).toList(),
                find("scanned").map(scanned -> findings(scanned.path("platforms"))),
                flaws(of("scanned").path("platforms")),
                of("attested").path("seals").size(),
                find("verified").map(ResultsReader::verified),
                find("published").map(ResultsReader::published),
                RunReader.list(of("promoted").path("commits"), ResultsReader::promoted),
                RunReader.list(of("promoted").path("stages"), ResultsReader::stand),
                find("skipped").flatMap(skipped -> RunReader.text(skipped, "because")));
    }

    private Optional<JsonNode> find(String stage) {
        return Optional.ofNullable(results.get(stage));
    }

    private JsonNode of(String stage) {
        return results.getOrDefault(stage, NOTHING);
    }

    private static Stream<Map.Entry<String, JsonNode>> fields(JsonNode json) {
        return json.properties().stream();
    }

    private static Origin origin(JsonNode resolved) {
        var target = resolved.path("target");
        return new Origin(
                Repository.parse(target.path("repository").asText()),
                target.at("/source/repository").asText(),
                target.at("/source/branch").asText(),
                resolved.path("revision").asText());
    }

    private List<Base> bases() {
        return fields(of("resolved").path("inputs"))
                .flatMap(each -> RunReader.list(each.getValue().path("pins"), ResultsReader::base).stream())
                .distinct()
                .sorted(Comparator.comparing(Base::reference).thenComparing(Base::platform))
                .toList();
    }

    private static Parent parent(JsonNode run) {
        return new Parent(
                run.path("image").asText(),
                run.path("run").asLong(),
                RunReader.text(run, "published").map(Digest::new),
                RunReader.text(run, "failed"));
    }

    private static Base base(JsonNode pin) {
        return new Base(
                ImageRef.parse(pin.path("reference").asText()),
                Platform.parse(pin.path("platform").asText()),
                new Digest(pin.path("manifest").asText()));
    }

    private static Build build(Map.Entry<String, JsonNode> image) {
        return new Build(
                Platform.parse(image.getKey()),
                Duration.ofMillis(image.getValue().at("/report/millis").asLong()));
    }

    private static SortedMap<Severity, Integer> findings(JsonNode platforms) {
        var seen = new HashSet<String>();
        var counts = new TreeMap<Severity, Integer>();
        platforms.forEach(platform -> platform.path("findings").forEach(finding -> {
            if (seen.add(finding.path("id").asText() + " "
                    + finding.path("packageName").asText())) {
                counts.merge(Severity.parse(finding.path("severity").asText()), 1, Integer::sum);
            }
        }));
        return Collections.unmodifiableSortedMap(counts);
    }

    private static SortedMap<String, Flaw> flaws(JsonNode platforms) {
        var flaws = new TreeMap<String, Flaw>();
        platforms.forEach(platform -> platform.path("findings").forEach(finding -> {
            var flaw = new Flaw(
                    finding.path("id").asText(),
                    finding.path("packageName").asText(),
                    RunReader.text(finding, "fixed"));
            flaws.putIfAbsent(flaw.id() + " " + flaw.packageName(), flaw);
        }));
        return Collections.unmodifiableSortedMap(flaws);
    }

    private static Checked verified(JsonNode json) {
        return new Checked(json.path("keyId").asText(), json.path("bundles").asInt());
    }

    private static Promotion promoted(JsonNode commit) {
        return new Promotion(
                commit.path("repository").asText(),
                commit.path("branch").asText(),
                commit.path("id").asText(),
                commit.path("made").asBoolean());
    }

    private static Stand stand(JsonNode stage) {
        return new Stand(
                stage.path("stage").asText(),
                stage.path("state").asText(),
                stage.path("about").asText());
    }

    private static Publication published(JsonNode json) {
        return new Publication(
                new Digest(json.path("digest").asText()),
                RunReader.list(json.path("tags"), JsonNode::asText),
                RunReader.instant(json, "at").orElse(Instant.EPOCH));
    }
}
