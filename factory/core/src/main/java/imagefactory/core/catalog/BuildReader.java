package imagefactory.core.catalog;

import imagefactory.core.text.Nearest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Reads how an image is built and tagged: the keys from {@code platforms} to {@code version}. */
final class BuildReader {
    static final int MOST_PLATFORMS = 16;
    static final int MOST_TAGS = 32;
    static final int MOST_PAIRS = 256;
    static final int MOST_SECRETS = 64;

    private static final String REVISION = "0123456789ab";

    private BuildReader() {}

    static Build build(Fields fields) {
        var platforms = fields.get("platforms")
                .map(value -> each(value.items(1, MOST_PLATFORMS), Forms.PLATFORM))
                .filter(list -> !list.isEmpty())
                .orElse(Defaults.PLATFORMS);
        var args = fields.get("buildArgs").map(value -> value.pairs(Forms.ARG_NAME, Forms.TEXT, MOST_PAIRS));
        var labels = fields.get("labels").map(value -> value.pairs(Forms.LABEL_NAME, Forms.TEXT, MOST_PAIRS));
        var secrets = fields.get("secrets").map(value -> each(value.items(0, MOST_SECRETS), Forms.SECRET_NAME));
        return new Build(
                platforms,
                fields.read("target", Forms.TARGET),
                args.orElseGet(TreeMap::new),
                labels.orElseGet(TreeMap::new),
                secrets.orElse(List.of()),
                fields.read("format", Forms.FORMAT).orElse(Defaults.FORMAT),
                fields.flag("cache", Defaults.CACHE));
    }

    /** @param branch what {@code {branch}} stands for, to see whether a tag comes of it */
    static Tagging tagging(Fields fields, String branch) {
        var versionFile = fields.fields("version", Place.VERSION)
                .flatMap(version -> version.need("file", Forms.PATH, () -> "Add file: VERSION."));
        var sample = new TagPattern.Values(Instant.EPOCH, 1, Optional.of("0.0.0"), REVISION, branch);
        Form<String> form = text -> tag(text, sample, fields.has("version"));
        var patterns = fields.get("tags")
                .map(value -> each(value.items(1, MOST_TAGS), form))
                .filter(list -> !list.isEmpty())
                .orElse(Defaults.TAGS);
        return new Tagging(patterns, versionFile);
    }

    /** Those that can be read, each once. */
    static <T> List<T> each(List<Value> items, Form<T> form) {
        var list = new ArrayList<T>();
        var seen = new HashSet<T>();
        for (var item : items) {
            var read = item.as(form);
            if (read.isPresent() && !seen.add(read.get())) {
                item.find("is there twice.", "Remove one.");
            }
            read.ifPresent(list::add);
        }
        return Collections.unmodifiableList(list);
    }

    private static String tag(String text, TagPattern.Values sample, boolean versioned) throws Unreadable {
        for (var word : TagPattern.words(text)) {
            if (!TagPattern.WORDS.contains(word)) {
                throw unknown(word);
            }
        }
        if (TagPattern.hasLooseBrace(text)) {
            throw new Unreadable("has a brace that does not pair.", "Write words as {version}.");
        }
        var pattern = new TagPattern(text);
        if (pattern.needsVersion() && !versioned) {
            throw new Unreadable("needs a version.", "Add version: {file: VERSION}, with the file that holds it.");
        }
        try {
            pattern.expand(sample);
        } catch (IllegalArgumentException e) {
            throw new Unreadable("makes no tag.", "Write up to 128 letters, digits and . _ - that do not begin it.");
        }
        return text;
    }

    private static Unreadable unknown(String word) {
        var remedy = Nearest.to(word, TagPattern.WORDS)
                .map(guess -> "Did you mean {" + guess + "}?")
                .orElse("Known are {" + String.join("} {", TagPattern.WORDS) + "}.");
        return new Unreadable("has the unknown word " + Shown.of("{" + word + "}") + ".", remedy);
    }
}
