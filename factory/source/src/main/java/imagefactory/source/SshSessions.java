package imagefactory.source;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.eclipse.jgit.internal.transport.sshd.OpenSshServerKeyDatabase;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.jspecify.annotations.Nullable;

/** SSH with one key and known hosts only: no agent, no configuration, nobody who could be asked. */
final class SshSessions {
    private SshSessions() {}

    static SshSessionFactory of(GitAddress address, Credentials credentials, Path home) throws Refused {
        var key = credentials.file(address, ".key").orElseThrow(() -> keyless(address, credentials));
        var known = credentials.knownHosts().stream().toList();
        return new SshdSessionFactoryBuilder()
                .setHomeDirectory(home.toFile())
                .setSshDirectory(home.toFile())
                .setPreferredAuthentications("publickey")
                .setConfigStoreFactory((folder, file, user) -> null)
                .setDefaultIdentities(folder -> List.of(key))
                .setServerKeyDatabase((user, folder) -> new KnownHosts(known))
                .build(null);
    }

    private static Refused keyless(GitAddress address, Credentials credentials) {
        return new Refused(new Problem(
                Problem.Code.SOURCE_DENIED,
                "There is no ssh key for " + address + ".",
                "Put the private key into " + credentials.place(address) + "."));
    }

    /** Accepts what is in the file, and never anything else. */
    private record KnownHosts(ServerKeyDatabase file) implements ServerKeyDatabase {
        KnownHosts(List<Path> files) {
            this(new OpenSshServerKeyDatabase(false, files));
        }

        @Override
        public List<PublicKey> lookup(String address, InetSocketAddress remote, Configuration config) {
            return file.lookup(address, remote, new Strict(config));
        }

        @Override
        public boolean accept(
                String address,
                InetSocketAddress remote,
                PublicKey key,
                Configuration config,
                @Nullable CredentialsProvider provider) {
            return file.accept(address, remote, key, new Strict(config), null);
        }
    }

    private record Strict(ServerKeyDatabase.Configuration given) implements ServerKeyDatabase.Configuration {
        @Override
        public List<String> getUserKnownHostsFiles() {
            return List.of();
        }

        @Override
        public List<String> getGlobalKnownHostsFiles() {
            return List.of();
        }

        @Override
        public StrictHostKeyChecking getStrictHostKeyChecking() {
            return StrictHostKeyChecking.REQUIRE_MATCH;
        }

        @Override
        public boolean getHashKnownHosts() {
            return false;
        }

        @Override
        public String getUsername() {
            return given.getUsername();
        }
    }
}
