package imagefactory.core.catalog;

import imagefactory.core.source.Source;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code source}. */
final class SourceReader {
    /** Where {@code owner/name} is looked for. */
    enum Provider {
        GITHUB("github.com"),
        GITLAB("gitlab.com"),
        GITEA("gitea.com");

        private final String host;

        Provider(String host) {
            this.host = host;
        }

        /** The one that this source lies at; the default for others, and where there is none. */
        static Provider of(Optional<Source> source) {
            var host = source.map(at -> String.valueOf(at.repository().getHost()));
            return Arrays.stream(values())
                    .filter(provider -> host.filter(provider.host::equals).isPresent())
                    .findFirst()
                    .orElse(Defaults.PROVIDER);
        }
    }

    private static final String PART = "[A-Za-z0-9_][A-Za-z0-9._-]{0,99}";
    private static final Form<String> ONE_OWNER_AND_NAME =
            Forms.matching(Pattern.compile(PART + "/" + PART), "owner/name");
    private static final Form<String> OWNER_AND_NAME =
            Forms.matching(Pattern.compile(PART + "(/" + PART + "){1,20}"), "owner/name");
    private static final Form<String> FILE_NAME =
            Forms.matching(Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._ -]{0,127}"), "a name: portal.yml");

    private static final Form<Provider> PROVIDER = Forms.constant(Provider.class, true);

    private final Form<URI> url;

    SourceReader(Path folder) {
        url = new GitUrl(folder);
    }

    Optional<Source> read(Fields fields) {
        var branch = fields.read("branch", Forms.BRANCH).orElse(Defaults.BRANCH);
        var dockerfile = fields.read("dockerfile", Forms.PATH).orElse(Defaults.DOCKERFILE);
        var context = fields.read("context", Forms.FOLDER).orElse(Defaults.CONTEXT);
        for (var later : List.of("workflow", "pipeline", "job")) {
            fields.read(later, FILE_NAME);
        }
        return repository(fields).map(uri -> new Source(uri, branch, dockerfile, context));
    }

    private Optional<URI> repository(Fields fields) {
        var provider = fields.read("provider", PROVIDER);
        if (!fields.has("url")) {
            var host = provider.orElse(Defaults.PROVIDER);
            return fields.need(
                    "repo", text -> clone(host, text), () -> "Add repo: owner/name, or url: for any git server.");
        }
        for (var other : List.of("repo", "provider")) {
            if (fields.has(other)) {
                var text = "source." + other + " does not go with source.url.";
                fields.whole().findings().fault(fields.at(other), text, "Keep one of them.");
            }
        }
        return fields.read("url", url);
    }

    static URI clone(Provider provider, String text) throws Unreadable {
        if (text.contains(":")) {
            throw new Unreadable("is not owner/name.", "Write url: where it is a URL.");
        }
        var repo = text.endsWith(".git") ? text.substring(0, text.length() - ".git".length()) : text;
        var form = provider == Provider.GITLAB ? OWNER_AND_NAME : ONE_OWNER_AND_NAME;
        return URI.create("https://" + provider.host + "/" + form.read(repo) + ".git");
    }
}
