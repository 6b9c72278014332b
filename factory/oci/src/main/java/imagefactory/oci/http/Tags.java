package imagefactory.oci.http;

import imagefactory.core.image.Repository;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import imagefactory.oci.content.Json;
import imagefactory.oci.content.Wrong;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The tags of a repository, page by page (distribution-spec v1.1, "Listing Tags"). */
final class Tags {
    private static final int PAGE = 1_000;
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    private final RegistryHttp http;

    Tags(RegistryHttp http) {
        this.http = http;
    }

    List<String> list(Repository repository) throws Unavailable, Refused {
        var patience = http.call();
        var links = new Links();
        var tags = new ArrayList<String>();
        var page = Optional.of(http.uris().of(repository, "tags/list?n=" + PAGE));
        while (page.isPresent()) {
            page = read(repository, page.get(), tags, links, patience);
        }
        return tags;
    }

    private Optional<URI> read(Repository repository, URI page, List<String> tags, Links links, Patience patience)
            throws Unavailable, Refused {
        var ask = Ask.of(repository, "GET", page);
        var answer = http.call(ask, patience);
        if (answer.isMissing()) {
            return Optional.empty();
        }
        if (!answer.isGood()) {
            throw http.refused(ask, answer);
        }
        add(ask, answer, tags);
        return links.next(answer);
    }

    /** What is no tag by the specification cannot be asked for and is left out. */
    private static void add(Ask ask, Answer answer, List<String> tags) throws Refused {
        try {
            for (var tag : Json.object(answer.body()).path("tags")) {
                if (TAG.matcher(tag.asText()).matches()) {
                    tags.add(tag.asText());
                }
            }
        } catch (IOException e) {
            throw Wrong.answer(ask.shown() + " answered with no list of tags: " + Json.why(e) + ".");
        }
    }
}
