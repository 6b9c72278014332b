package imagefactory.cli.factory;

import com.fasterxml.jackson.databind.JsonNode;
import imagefactory.core.image.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why an image is as it is.
 *
 * @param decisions about it, the newest first
 * @param chain of what was published; empty where nothing was
 */
public record WhyView(ImageView image, List<Decided> decisions, Optional<Chain> chain) {
    /**
     * From a publication back to where it began.
     *
     * @param before the run that published the same image before
     * @param through the runs of other images that led to it
     * @param roots what began it all
     */
    public record Chain(RunView run, Optional<RunView> before, List<Link> through, List<RunView.CauseView> roots) {}

    /**
     * A run of an image that this one is built on.
     *
     * @param was what was published of it before
     * @param published empty for a run that published nothing
     */
    public record Link(
            String image, long run, Optional<Digest> was, Optional<Digest> published, Optional<Instant> at) {}

    /** From the factory's JSON. */
    static WhyView read(JsonNode json) {
        var chain = json.path("chain");
        return new WhyView(
                ImageView.read(json.path("image")),
                RunReader.list(json.path("decisions"), Decided::read),
                chain.isObject() ? Optional.of(chain(chain)) : Optional.empty());
    }

    private static Chain chain(JsonNode json) {
        var before = json.path("before");
        return new Chain(
                RunReader.read(json.path("run")),
                before.isObject() ? Optional.of(RunReader.read(before)) : Optional.empty(),
                RunReader.list(json.path("through"), WhyView::link),
                RunReader.list(json.path("roots"), RunReader::cause));
    }

    private static Link link(JsonNode json) {
        return new Link(
                json.path("image").asText(),
                json.path("run").asLong(),
                RunReader.text(json, "was").map(Digest::new),
                RunReader.text(json, "published").map(Digest::new),
                RunReader.instant(json, "at"));
    }
}
