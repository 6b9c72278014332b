package imagefactory.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.UploadPack;

/** Serves one repository by ssh, to one key. */
final class GitSshServer implements AutoCloseable {
    private final SshServer server = SshServer.setUpDefaultServer();
    private final KeyPair host;
    private final KeyPair client;

    GitSshServer(Path repository) throws Exception {
        host = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        client = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
        server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, client.getPublic()));
        server.setCommandFactory((channel, command) -> new Upload(command, repository));
        server.start();
    }

    URI url() {
        return URI.create("ssh://git@127.0.0.1:" + server.getPort() + "/portal.git");
    }

    void trustIn(Path credentials) throws IOException {
        var line = "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(host.getPublic()) + "\n";
        Files.writeString(credentials.resolve("known_hosts"), line);
    }

    void keyInto(Path credentials) throws Exception {
        try (var out = Files.newOutputStream(credentials.resolve("127.0.0.1_" + server.getPort() + ".key"))) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(client, "test", null, out);
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private static final class Upload extends AbstractCommandSupport {
        private final Path repository;

        Upload(String command, Path repository) {
            super(command, null);
            this.repository = repository;
        }

        @Override
        public void run() {
            try (var local =
                    new FileRepositoryBuilder().setGitDir(repository.toFile()).build()) {
                var upload = new UploadPack(local);
                upload.setExtraParameters(List.of("version=2"));
                upload.upload(getInputStream(), getOutputStream(), getErrorStream());
                onExit(0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
