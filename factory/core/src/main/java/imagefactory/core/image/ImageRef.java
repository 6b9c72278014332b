package imagefactory.core.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A reference to an image, always in full form.
 *
 * <p>Read as docker reads it (github.com/distribution/reference): {@code debian} is
 * {@code docker.io/library/debian:latest}; with a digest and no tag, none is added.
 */
public record ImageRef(Repository repository, Optional<String> tag, Optional<Digest> digest)
        implements Comparable<ImageRef> {
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    /** What docker takes for an image's id, not for a name. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    public ImageRef {
        tag.ifPresent(ImageRef::checkTag);
        if (tag.isEmpty() && digest.isEmpty()) {
            throw new IllegalArgumentException("a reference to " + repository + " needs a tag or a digest");
        }
    }

    /** @throws IllegalArgumentException with the reason, if this is no reference to an image */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ImageRef parse(String text) {
        if (ID.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is the id of an image: its name is needed");
        }
        int at = text.indexOf('@');
        var name = at < 0 ? text : text.substring(0, at);
        var digest = at < 0 ? Optional.<Digest>empty() : Optional.of(new Digest(text.substring(at + 1)));
        int colon = name.lastIndexOf(':');
        if (colon > name.lastIndexOf('/')) {
            return new ImageRef(
                    Repository.parse(name.substring(0, colon)), Optional.of(name.substring(colon + 1)), digest);
        }
        return new ImageRef(
                Repository.parse(name), digest.isPresent() ? Optional.empty() : Optional.of("latest"), digest);
    }

    public static ImageRef of(Repository repository, String tag) {
        return new ImageRef(repository, Optional.of(tag), Optional.empty());
    }

    public static ImageRef of(Repository repository, Digest digest) {
        return new ImageRef(repository, Optional.empty(), Optional.of(digest));
    }

    /** What a registry is asked for: the digest where there is one, else the tag. */
    public String reference() {
        return digest.map(Digest::value).or(() -> tag).orElseThrow();
    }

    /** @throws IllegalArgumentException if a registry would refuse this tag */
    public static void checkTag(String tag) {
        if (!TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException(
                    "\"" + tag + "\" is not a tag: up to 128 letters, digits, and . _ - that do not begin it");
        }
    }

    @JsonValue
    @Override
    public String toString() {
        return repository
                + tag.map(word -> ":" + word).orElse("")
                + digest.map(word -> "@" + word).orElse("");
    }

    @Override
    public int compareTo(ImageRef other) {
        return toString().compareTo(other.toString());
    }
}
