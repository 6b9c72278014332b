package imagefactory.oci.http;

import imagefactory.core.outcome.Refused;
import imagefactory.oci.content.Wrong;
import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Follows the pages of one list (RFC 8288, {@code Link: <…>; rel="next"}); within the registry, and not for ever. */
final class Links {
    private static final int MAX_PAGES = 200;
    private static final Pattern NEXT = Pattern.compile("<([^<>]{1,4096})>\\s*;[^<>,]{0,200}rel=\"?next\"?");

    private final Set<URI> seen = new HashSet<>();

    /** Where the next page is; empty after the last one. */
    Optional<URI> next(Answer answer) throws Refused {
        for (var header : answer.headers().allValues("Link")) {
            var link = NEXT.matcher(header);
            if (link.find()) {
                return Optional.of(checked(answer, link.group(1)));
            }
        }
        return Optional.empty();
    }

    private URI checked(Answer answer, String target) throws Refused {
        var next = Uris.resolve(answer.uri(), escaped(target));
        if (!Uris.isSameOrigin(answer.uri(), next)) {
            throw Wrong.answer(Uris.shown(answer.uri()) + " has its next page elsewhere: " + Uris.shown(next) + ".");
        }
        if (!seen.add(next) || seen.size() >= MAX_PAGES) {
            throw Wrong.answer(Uris.shown(answer.uri()) + " has pages without end: " + seen.size() + " were read.");
        }
        return next;
    }

    /** Some registries leave in what a URI may not hold. */
    private static String escaped(String target) {
        return target.replace(" ", "%20").replace("|", "%7C").replace("\"", "%22");
    }
}
