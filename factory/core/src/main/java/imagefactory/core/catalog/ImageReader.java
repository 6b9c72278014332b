package imagefactory.core.catalog;

import imagefactory.core.image.Repository;
import imagefactory.core.source.Source;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads one entry of {@code images.yaml}, in any of its shapes. */
final class ImageReader {
    private static final Set<String> FOR_EVERY_IMAGE = Set.of(
            "name",
            "registry",
            "repository",
            "repoURL",
            "enrollment",
            "allowTags",
            "imageSelectionStrategy",
            "stages",
            "updates");
    private static final Set<String> FOR_EXTERNAL_ONLY = Set.of("allowTags", "imageSelectionStrategy");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9-]*[.:][A-Za-z0-9.:-]*|localhost");
    private static final int FIRST_KEYS = 200;

    private final Findings findings;
    private final SourceReader sources;
    private final PromotionReader promotions;
    private final Doubles doubles;

    ImageReader(Findings findings, Path folder) {
        this.findings = findings;
        sources = new SourceReader(folder);
        promotions = new PromotionReader(folder);
        doubles = new Doubles(findings);
    }

    Optional<EnrolledImage> read(Node node) {
        var image = new Value("", node, findings.about(subject(node)));
        var fields = new Fields(image, Place.IMAGE);
        if (!(node instanceof MappingNode)) {
            return Optional.empty();
        }
        fields.fields("enrollment", Place.ENROLLMENT).ifPresent(fields::absorb);
        warnOfNoEffect(fields);
        var name = fields.need("name", Forms.NAME, () -> "Add name: and a DNS label.");
        name.ifPresent(it -> doubles.name(it, fields.at("name")));
        var repository = repository(fields);
        var source = fields.fields("source", Place.SOURCE).flatMap(sources::read);
        var read = new Draft(name, repository, source, promotions.read(fields, source)).finish(fields);
        repository.ifPresent(it -> doubles.repository(it, name.orElse(""), fields));
        return read;
    }

    private record Draft(
            Optional<String> name, Optional<Repository> repository, Optional<Source> source, Promotion promotion) {
        /** Reads what every image may have. What comes of an entry with faults is of no use: the whole file is refused. */
        Optional<EnrolledImage> finish(Fields fields) {
            LaterReader.check(fields);
            var build = BuildReader.build(fields);
            var tagging = BuildReader.tagging(fields, source.map(Source::branch).orElse(Defaults.BRANCH));
            var rebuild = PolicyReader.rebuild(fields);
            var scan = PolicyReader.scan(fields);
            var watch = WatchReader.read(fields);
            if (name.isEmpty() || repository.isEmpty()) {
                return Optional.empty();
            }
            var here = repository.get();
            return Optional.of(source.<EnrolledImage>map(
                            from -> new Managed(name.get(), here, from, build, tagging, rebuild, scan, promotion))
                    .orElseGet(() -> new External(name.get(), here, watch, promotion)));
        }
    }

    private Optional<Repository> repository(Fields fields) {
        var url = fields.read("repoURL", ImageReader::repoUrl);
        var registry = fields.read("registry", Forms.REGISTRY);
        if (!fields.has("repository") && fields.has("repoURL")) {
            return url;
        }
        var host = registry.orElse(Defaults.REGISTRY);
        return fields.need(
                "repository",
                text -> repository(host, text, fields.has("registry")),
                () -> "Add repository: owner/name.");
    }

    private static Repository repository(String registry, String path, boolean stated) throws Unreadable {
        int slash = path.indexOf('/');
        if (!stated && slash > 0 && HOST.matcher(path.substring(0, slash)).matches()) {
            var remedy = "Write registry: " + path.substring(0, slash) + " and the rest as repository.";
            throw new Unreadable("begins with a registry.", remedy);
        }
        try {
            return Repository.of(registry, path);
        } catch (IllegalArgumentException e) {
            throw Unreadable.write(
                    "a path of small letters, digits and . _ - between them, without a tag: acme/portal");
        }
    }

    /** {@code repoURL} of the originals: registry and repository in one. */
    private static Repository repoUrl(String text) throws Unreadable {
        try {
            return Repository.parse(text);
        } catch (IllegalArgumentException e) {
            throw Unreadable.write("registry/repository without a tag: docker.io/library/postgres");
        }
    }

    private static void warnOfNoEffect(Fields fields) {
        var findings = fields.whole().findings();
        boolean external = !fields.has("source");
        for (var key : fields.keys()) {
            if (external && !FOR_EVERY_IMAGE.contains(key) && !CatalogFile.NOT_YET_OBEYED.contains(key)) {
                var text = key + " has no effect on an image without source.";
                findings.warn(fields.at(key), text, "Add source, or remove it.");
            }
            if (!external && FOR_EXTERNAL_ONLY.contains(key)) {
                findings.warn(fields.at(key), key + " has no effect on an image with source.", "Remove it.");
            }
        }
        if (fields.has("repoURL") && fields.has("repository")) {
            findings.warn(fields.at("repoURL"), "repoURL has no effect beside repository.", "Remove it.");
        }
    }

    private static String subject(Node node) {
        var nameless = "image at line " + (node.getStartMark().getLine() + 1);
        if (node instanceof MappingNode mapping) {
            return mapping.getValue().stream()
                    .limit(FIRST_KEYS)
                    .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                            && key.getValue().equals("name"))
                    .map(NodeTuple::getValueNode)
                    .filter(ScalarNode.class::isInstance)
                    .map(name -> "image " + Shown.of(((ScalarNode) name).getValue()))
                    .findFirst()
                    .orElse(nameless);
        }
        return nameless;
    }
}
