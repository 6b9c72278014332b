package imagefactory.source;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.OperationResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;

/** A repository on another machine: what its branches point at, objects of it by their ids, and branches moved on. */
final class Remote {
    /** Without a byte from the server. */
    private static final int SILENCE_SECONDS = 20;

    /** Of what hooks write. */
    private static final int MAX_SAID = 500;

    /** JGit's words for a server that sends all or nothing. */
    private static final String NO_FILTER = "filter requires server";

    private final GitAddress address;
    private final GitSettings settings;
    private final Credentials credentials;

    Remote(GitAddress address, GitSettings settings) {
        this.address = address;
        this.settings = settings;
        credentials = new Credentials(settings.credentials());
    }

    /** The newest commit of a branch, by one question to the server. */
    Optional<ObjectId> head(Repository local, String branch) throws Refused, Unavailable {
        var name = "refs/heads/" + branch;
        try (var transport = open(local);
                var connection = transport.openFetch(List.of(new RefSpec(name)))) {
            return Optional.ofNullable(connection.getRef(name)).map(Ref::getObjectId);
        } catch (IOException e) {
            throw TransportFault.thrown(address, "Asking for branch " + branch, e, credentials);
        }
    }

    /** What the server's HEAD points at, by one question. */
    Optional<String> defaultBranch(Repository local) throws Refused, Unavailable {
        try (var transport = open(local);
                var connection = transport.openFetch(List.of(new RefSpec("HEAD")))) {
            return Optional.ofNullable(connection.getRef("HEAD"))
                    .filter(Ref::isSymbolic)
                    .map(head -> Repository.shortenRefName(head.getTarget().getName()));
        } catch (IOException e) {
            throw TransportFault.thrown(address, "Asking for HEAD", e, credentials);
        }
    }

    /**
     * Moves a branch on, and never by force.
     *
     * @return whether it is there now; if not, it was no longer where it was expected
     * @throws Refused if the server takes no such commit
     */
    boolean push(Repository local, String branch, ObjectId expected, ObjectId commit) throws Refused, Unavailable {
        try (var transport = open(local)) {
            transport.setPushThin(false); // what a delta would be made against may not be here
            var update =
                    new RemoteRefUpdate(local, commit.name(), commit, "refs/heads/" + branch, false, null, expected);
            var result =
                    transport.push(new FetchGuard(local.getDirectory().toPath(), settings.limits()), List.of(update));
            return switch (update.getStatus()) {
                case OK, UP_TO_DATE -> true;
                case REJECTED_REMOTE_CHANGED, REJECTED_NONFASTFORWARD -> false;
                case AWAITING_REPORT, NON_EXISTING, NOT_ATTEMPTED, REJECTED_NODELETE, REJECTED_OTHER_REASON ->
                    declined(local, branch, expected, said(update, result));
            };
        } catch (IOException e) {
            throw TransportFault.thrown(address, "Pushing to branch " + branch, e, credentials);
        }
    }

    /** Servers have many words for a push that came second, so it is looked whether the branch stands where it stood. */
    private boolean declined(Repository local, String branch, ObjectId expected, String said)
            throws Refused, Unavailable {
        if (!head(local, branch).equals(Optional.of(expected))) {
            return false;
        }
        throw new Refused(new Problem(
                Problem.Code.SOURCE_DENIED,
                "The server took no commit for branch " + branch + " of " + address + ": " + said + ".",
                "Allow the account of " + credentials.place(address) + " to push to " + branch
                        + ", or see what its hooks ask for."));
    }

    private static String said(RemoteRefUpdate update, OperationResult result) {
        var reason = Optional.ofNullable(update.getMessage())
                .orElseGet(() -> update.getStatus().toString());
        var said = (reason + " " + result.getMessages())
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return said.substring(0, Math.min(said.length(), MAX_SAID));
    }

    /** A commit and its trees, without its past; without its files too, where the server can do that. */
    void fetchTrees(Repository local, ObjectId commit) throws Refused, Unavailable {
        try (var transport = open(local)) {
            transport.setDepth(1);
            transport.setFilterSpec(FilterSpec.fromFilterLine("blob:none"));
            fetch(local, transport, List.of(commit));
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains(NO_FILTER)) {
                throw TransportFault.thrown(address, "Fetching commit " + commit.name(), e, credentials);
            }
            fetchAll(local, commit);
        }
    }

    /** A commit with all its files, without its past. */
    void fetchAll(Repository local, ObjectId commit) throws Refused, Unavailable {
        try (var transport = open(local)) {
            transport.setDepth(1);
            fetch(local, transport, List.of(commit));
        } catch (IOException e) {
            throw TransportFault.thrown(address, "Fetching commit " + commit.name(), e, credentials);
        }
    }

    void fetchBlobs(Repository local, Collection<ObjectId> blobs) throws Refused, Unavailable {
        try (var transport = open(local)) {
            fetch(local, transport, blobs);
        } catch (IOException e) {
            throw TransportFault.thrown(address, "Fetching " + blobs.size() + " files", e, credentials);
        }
    }

    /**
     * By id and without a local reference: what has references is told to the server as "I have this", and of a commit
     * without its files that would be a lie, so that files asked for later would be left out as known.
     */
    private void fetch(Repository local, Transport transport, Collection<ObjectId> wanted) throws IOException {
        transport.setFetchThin(false);
        var wants = wanted.stream().map(id -> new RefSpec(id.name())).toList();
        transport.fetch(new FetchGuard(local.getDirectory().toPath(), settings.limits()), wants);
    }

    private Transport open(Repository local) throws IOException, Refused {
        var transport = Transport.open(local, uri());
        transport.setTimeout(SILENCE_SECONDS);
        switch (transport) {
            case TransportHttp http -> prepare(http);
            case SshTransport ssh -> ssh.setSshSessionFactory(SshSessions.of(address, credentials, settings.cache()));
            default -> throw new IOException("no transport for " + address);
        }
        return transport;
    }

    private void prepare(TransportHttp http) throws Refused {
        credentials.login(address).ifPresent(http::setCredentialsProvider);
        credentials
                .file(address, ".crt")
                .ifPresent(file -> http.setHttpConnectionFactory(new TrustingConnections(file)));
    }

    private URIish uri() throws IOException {
        try {
            return new URIish(address.toString());
        } catch (URISyntaxException e) {
            throw new IOException(address + " is no address of a repository", e);
        }
    }
}
