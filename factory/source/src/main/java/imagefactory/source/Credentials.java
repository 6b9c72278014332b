package imagefactory.source;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/**
 * A folder with files for each git host: {@code HOST} holds {@code user:token} for https, {@code HOST.key} a private key
 * for ssh, {@code HOST.crt} a certificate authority of its own (PEM); {@code known_hosts} the keys of ssh hosts, in
 * OpenSSH's form. Where a port is part of the address, {@code HOST_PORT} is looked for first.
 */
final class Credentials {
    private static final int MAX_BYTES = 64 << 10;

    private final Optional<Path> folder;

    Credentials(Optional<Path> folder) {
        this.folder = folder;
    }

    Optional<Path> file(GitAddress address, String suffix) {
        return names(address).stream()
                .map(name -> name + suffix)
                .flatMap(name -> folder.map(path -> path.resolve(name)).stream())
                .filter(Files::isRegularFile)
                .findFirst();
    }

    Optional<Path> knownHosts() {
        return folder.map(path -> path.resolve("known_hosts")).filter(Files::isRegularFile);
    }

    /** Where a person puts what is missing. */
    String place(GitAddress address) {
        var suffix = address.uri().getScheme().equals("ssh") ? ".key" : "";
        return folder.map(
                        path -> path.resolve(names(address).getLast() + suffix).toString())
                .orElse("a folder of credentials (none is configured), file "
                        + names(address).getLast() + suffix);
    }

    /** @throws Refused with {@code source-denied} if the file cannot be used */
    Optional<CredentialsProvider> login(GitAddress address) throws Refused {
        var file = file(address, "");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        var text = read(file.get());
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw unusable(file.get(), "does not hold user:token");
        }
        return Optional.of(new Login(address.uri().getHost(), text.substring(0, colon), text.substring(colon + 1)));
    }

    private static String read(Path file) throws Refused {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), java.nio.charset.StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw unusable(file, "cannot be read");
        }
    }

    private static Refused unusable(Path file, String why) {
        return new Refused(new Problem(
                Problem.Code.SOURCE_DENIED,
                "The git credentials in " + file + " cannot be used: the file " + why + ".",
                "Write one line user:token into it, readable for the user that runs this."));
    }

    private static List<String> names(GitAddress address) {
        var host = address.uri().getHost();
        return address.uri().getPort() < 0
                ? List.of(host)
                : List.of(host + "_" + address.uri().getPort(), host);
    }

    /** Answers one host alone: a redirection elsewhere gets nothing. */
    private static final class Login extends CredentialsProvider {
        private final String host;
        private final String user;
        private final String token;

        Login(String host, String user, String token) {
            this.host = host;
            this.user = user;
            this.token = token;
        }

        @Override
        public boolean isInteractive() {
            return false;
        }

        @Override
        public boolean supports(CredentialItem... items) {
            return List.of(items).stream().allMatch(Login::known);
        }

        @Override
        public boolean get(URIish uri, CredentialItem... items) {
            if (!host.equals(uri.getHost()) || !"https".equals(uri.getScheme()) || !supports(items)) {
                return false;
            }
            for (var item : items) {
                fill(item);
            }
            return true;
        }

        private void fill(CredentialItem item) {
            switch (item) {
                case CredentialItem.Username name -> name.setValue(user);
                case CredentialItem.Password word -> word.setValue(token.toCharArray());
                default -> throw new IllegalStateException("not asked for by supports()");
            }
        }

        private static boolean known(CredentialItem item) {
            return item instanceof CredentialItem.Username || item instanceof CredentialItem.Password;
        }
    }
}
