package imagefactory.core.catalog;

import imagefactory.core.catalog.Watch.Strategy;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Reads which tags of an external image are watched. */
final class WatchReader {
    static final List<String> STRATEGIES =
            Arrays.stream(Strategy.values()).map(Strategy::word).toList();

    private static final Form<Strategy> STRATEGY = Forms.oneOf(List.of(Strategy.values()), Strategy::word);

    private WatchReader() {}

    static Watch read(Fields image) {
        var allow = image.read("allowTags", Forms.REGEX).map(Pattern::pattern);
        var strategy = image.read("imageSelectionStrategy", STRATEGY);
        var watch = new Watch(allow, strategy);
        if (strategy.filter(Strategy.DIGEST::equals).isPresent()
                && watch.onlyTag().isEmpty()) {
            image.get("imageSelectionStrategy")
                    .ifPresent(it -> it.find("Digest follows one tag.", "Add allowTags: ^16-alpine$, with the tag."));
        }
        return watch;
    }
}
