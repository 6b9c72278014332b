package imagefactory.cli.factory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.CollectionType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import imagefactory.core.build.BuildReason;
import imagefactory.core.build.BuiltImage;
import imagefactory.core.build.Cause;
import imagefactory.core.build.Format;
import imagefactory.core.build.Inputs;
import imagefactory.core.build.Pin;
import imagefactory.core.event.EventId;
import imagefactory.core.image.Digest;
import imagefactory.core.image.ImageRef;
import imagefactory.core.image.Platform;
import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Problem;
import imagefactory.core.promote.Commit;
import imagefactory.core.promote.InStage;
import imagefactory.core.registry.Descriptor;
import imagefactory.core.registry.MediaTypes;
import imagefactory.core.run.StageResult;
import imagefactory.core.scan.Finding;
import imagefactory.core.scan.ScanPolicy;
import imagefactory.core.scan.Severity;
import imagefactory.core.source.Source;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the factory answers with, written from core's own values as the factory writes them. */
public final class FactoryJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    public static final ImageRef BASE = ImageRef.parse("127.0.0.1:5000/base/debian:12");
    public static final Repository PORTAL = Repository.parse("127.0.0.1:5000/demo/portal");
    public static final Instant BEGUN = Instant.parse("2026-11-21T09:40:32Z");

    private FactoryJson() {}

    /** The same digest for the same letter. */
    public static Digest digest(char letter) {
        return new Digest("sha256:" + String.valueOf(letter).repeat(64));
    }

    /** Run 18, which a base has caused and which went through. */
    public static String published() {
        var results = new ArrayList<>(scanned());
        results.addAll(List.of(
                new StageResult.Released(),
                new StageResult.Signed(List.of(seal(), seal(), seal())),
                new StageResult.Attested(List.of(seal(), seal(), seal(), seal(), seal())),
                new StageResult.Attached(),
                new StageResult.Verified("5d0c".repeat(16), 8),
                new StageResult.Published(digest('e'), List.of("20261121-094032-3f2c9d1a0b0c", "latest"), at(20), true),
                new StageResult.Promoted(
                        List.of(new Commit(
                                URI.create("https://git.test/gitops.git"),
                                "main",
                                "3f2c9d1a0b0c" + "0".repeat(28),
                                true)),
                        List.of(
                                new InStage("dev", InStage.State.VERIFIED, Optional.of("f1"), "Healthy"),
                                new InStage("prod", InStage.State.WAITING, Optional.empty(), "")))));
        var run = run(18, "portal", "nothing", results);
        run.put("closed", at(21).toString());
        run.put("digest", digest('e').value());
        return run.toString();
    }

    /** Run 15, which has published the image before. */
    public static String publishedBefore() {
        var results = new ArrayList<>(built());
        var finding = new Finding("DEMO-2026-0001", Severity.CRITICAL, "acme-tls", "1.0", Optional.of("1.1"), "Open");
        var scan = new StageResult.Scan(List.of(finding), digest('5'), digest('6'), at(-3600), "trivy 0.74.0");
        results.add(new StageResult.Scanned(new TreeMap<>(Map.of(Platform.LINUX_AMD64, scan))));
        return run(15, "portal", "nothing", results).toString();
    }

    /** Run 19, which the gate has refused. */
    public static String refused() {
        var problem = new Problem(
                Problem.Code.GATE_REFUSED,
                "acme-tls 1.0 on linux/amd64 has DEMO-2026-0001 (critical, fixed in 1.1); the ceiling for legacy is HIGH.",
                "Update the package in its Dockerfile, or accept the finding with a reason and an end date under"
                        + " scan.accept. Nothing was published.");
        var results = new ArrayList<>(built());
        results.add(new StageResult.Failed(problem));
        var run = run(19, "legacy", "nothing", results);
        run.put("closed", at(9).toString());
        run.putPOJO("problem", JSON.valueToTree(problem));
        return run.toString();
    }

    /** Run 20, which found nothing to do. */
    public static String skipped() {
        var run = run(20, "portal", "nothing", List.of(new StageResult.Skipped("fresh: built from what is true now")));
        run.put("closed", at(1).toString());
        return run.toString();
    }

    /** A run under way. */
    public static String underWay(long id, String image, String due) {
        return run(id, image, due, List.of()).toString();
    }

    /** A run that waits for a registry. */
    public static String waiting(long id, String image) {
        var run = run(id, image, "build", List.of());
        run.put("waitsFor", "registry 127.0.0.1:5000 is away");
        run.put("until", "2026-11-21T09:46:00Z");
        return run.toString();
    }

    public static String image(String name, String state, String because, String more) {
        return """
                {"name":"%s","repository":"127.0.0.1:5000/demo/%s","state":"%s","because":"%s","until":null,%s}\
                """.formatted(name, name, state, because, more);
    }

    private static ObjectNode run(long id, String image, String due, List<StageResult> results) {
        var run = JSON.createObjectNode();
        run.put("id", id).put("image", image).put("seq", id).put("plan", 3).put("due", due);
        run.putNull("waitsFor").putNull("until");
        run.put("opened", at(0).toString()).put("begun", at(0).toString()).putNull("closed");
        run.set("causes", JSON.valueToTree(causes()));
        run.putNull("digest").putNull("problem");
        run.set("results", results(results));
        return run;
    }

    /** As a list of the sealed type: that is what makes Jackson name each stage. */
    private static com.fasterxml.jackson.databind.JsonNode results(List<StageResult> results) {
        try {
            CollectionType type = JSON.getTypeFactory().constructCollectionType(List.class, StageResult.class);
            return JSON.readTree(JSON.writerFor(type).writeValueAsString(results));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Cause> causes() {
        var event = new EventId("/demo", "7f3e2a10-0000-4000-8000-000000000001");
        var reason = new BuildReason.BaseChanged(BASE, Platform.LINUX_AMD64, Optional.of(digest('9')), digest('c'));
        return List.of(new Cause(event, at(-1), reason));
    }

    private static List<StageResult> scanned() {
        var results = new ArrayList<>(built());
        var findings = List.of(
                new Finding("DEMO-2026-0002", Severity.MEDIUM, "acme-tls", "1.1", Optional.of("1.2"), "Slow"),
                new Finding("CVE-2005-2541", Severity.LOW, "tar", "1.34", Optional.empty(), "Old"));
        var scan = new StageResult.Scan(findings, digest('5'), digest('6'), at(-3600), "trivy 0.74.0");
        results.add(
                new StageResult.Scanned(new TreeMap<>(Map.of(Platform.LINUX_AMD64, scan, Platform.LINUX_ARM64, scan))));
        return results;
    }

    private static List<StageResult> built() {
        var source = new Source(URI.create("file:///srv/demo.git"), "main", "portal/Dockerfile", "portal");
        var policy = new ScanPolicy(Severity.HIGH, true, List.of());
        var target = new StageResult.Target(PORTAL, Repository.parse(PORTAL + "-build"), source, policy, true);
        var inputs = new TreeMap<>(Map.of(
                Platform.LINUX_AMD64, inputs(Platform.LINUX_AMD64, 'c'),
                Platform.LINUX_ARM64, inputs(Platform.LINUX_ARM64, 'd')));
        var tags = List.of("20261121-094032-3f2c9d1a0b0c", "latest");
        return List.of(
                new StageResult.Resolved(
                        target,
                        "3f2c9d1a0b0c" + "0".repeat(28),
                        inputs,
                        new TreeMap<>(),
                        "",
                        tags,
                        tags.subList(0, 1),
                        List.of(),
                        List.of(),
                        BEGUN),
                new StageResult.Built(new TreeMap<>(Map.of(
                        Platform.LINUX_AMD64, image('a', 6_100),
                        Platform.LINUX_ARM64, image('b', 14_800)))),
                new StageResult.Assembled(new Descriptor(MediaTypes.OCI_INDEX, digest('e'), 1_000)));
    }

    private static Inputs inputs(Platform platform, char base) {
        var recipe = new Inputs.Recipe(Optional.empty(), new TreeMap<>(), new TreeMap<>(), List.of(), Format.AUTO);
        return new Inputs(
                platform,
                digest('1'),
                digest('2'),
                Optional.empty(),
                recipe,
                List.of(new Pin(BASE, platform, digest(base))),
                new Inputs.Backend("buildah", 1));
    }

    private static BuiltImage image(char digest, long millis) {
        var report = new BuiltImage.Report(digest('1'), digest(digest), List.of(), "buildah 1.28.2", millis);
        return new BuiltImage(new Descriptor(MediaTypes.OCI_MANIFEST, digest(digest), 900), report);
    }

    private static StageResult.Seal seal() {
        return new StageResult.Seal(new Descriptor(MediaTypes.OCI_INDEX, digest('e'), 1_000), "type", digest('f'));
    }

    private static Instant at(int seconds) {
        return BEGUN.plusSeconds(seconds);
    }
}
