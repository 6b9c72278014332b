package imagefactory.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** PostgreSQL's data of one folder ("cluster" is PostgreSQL's word) and the programs that work on it. */
final class Cluster {
    static final String USER = "factory";
    static final String DATABASE = "factory";

    private static final int PASSWORD_BYTES = 16;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~+/=-]{8,128}");
    private static final String ANYWHERE = "host %s %s all scram-sha-256%n".formatted(DATABASE, USER);

    private final PostgresBinaries binaries;
    private final Path data;
    private final Path password;
    private final Path doors;

    private Cluster(PostgresBinaries binaries, Folder folder) {
        this.binaries = binaries;
        this.data = folder.resolve("data");
        this.password = folder.resolve("password");
        this.doors = folder.resolve("pg_hba.conf");
    }

    /** The data that is there; or a copy of the empty template, whole or not at all, with a password of its own. */
    static Cluster in(Folder folder) throws IOException {
        var cluster = new Cluster(PostgresBinaries.unpacked(), folder);
        if (!Files.exists(cluster.data)) {
            Files.deleteIfExists(cluster.password);
            cluster.binaries.copyTemplate(cluster.data);
        }
        if (!Files.exists(cluster.password)) {
            cluster.setPassword();
        }
        return cluster;
    }

    private void setPassword() throws IOException {
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        setPassword(HexFormat.of().formatHex(bytes));
    }

    private void setPassword(String secret) throws IOException {
        binaries.single(data, "ALTER ROLE %s PASSWORD '%s'".formatted(USER, secret));
        OwnersFile.write(password, secret);
    }

    /** Takes the password of a file from now on. Nobody serves the data yet. */
    void adopt(Path file) throws IOException {
        var given = Files.readString(file).strip();
        if (!PLAIN.matcher(given).matches()) {
            throw new NotStarted(
                    "the password in %s is not one of 8 to 128 letters, digits and ._~+/=-; make one with: openssl rand -hex 16"
                            .formatted(file));
        }
        if (!given.equals(password())) {
            setPassword(given);
        }
    }

    /** Who may come in where not only this machine may: whoever knows the password, to this one database. */
    Path doors() throws IOException {
        return Files.writeString(doors, ANYWHERE);
    }

    Path data() {
        return data;
    }

    String password() throws IOException {
        return Files.readString(password);
    }

    /** A command line that may find itself to be anything but root. */
    ProcessBuilder command(String program, List<String> arguments) throws IOException {
        var all = new ArrayList<>(List.of("-D", data.toString()));
        all.addAll(arguments);
        return binaries.command(program, all);
    }

    /**
     * Asks the postmaster to roll back what is open and to end; clients do not keep it ("fast shutdown"). Whether that
     * reached anyone shows in the end of the process, for which the caller waits.
     */
    void interrupt() {
        try {
            var asked = command("pg_ctl", List.of("stop", "-m", "fast", "-W", "-s"));
            asked.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
            asked.start().onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL of " + data + " could not be asked to end", e);
        }
    }

    /**
     * Removes a pid file that names a living process which is no postmaster: after a restart of the machine or container
     * PostgreSQL would take that one for itself and refuse. To be called by the holder of the folder's lock, when no
     * postmaster of this data is left. A pid file that names a dead process stays, as PostgreSQL reads more from it.
     */
    void forgetStranger() throws IOException {
        var file = data.resolve("postmaster.pid");
        if (Files.exists(file) && namedIn(file).flatMap(ProcessHandle::of).isPresent()) {
            Files.delete(file);
        }
    }

    private static Optional<Long> namedIn(Path pidFile) throws IOException {
        return Files.readAllLines(pidFile).stream()
                .findFirst()
                .map(String::strip)
                .filter(line -> line.matches("[0-9]{1,10}"))
                .map(Long::valueOf);
    }
}
