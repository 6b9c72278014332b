package imagefactory.source;

import imagefactory.core.outcome.Problem;
import imagefactory.core.outcome.Refused;
import imagefactory.core.outcome.Unavailable;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/** A branch of a repository on this machine. Its hooks do not run: nothing of a repository ever does. */
record LocalBranch(Repository repository, Path folder, String branch) {
    /** @return whether it moved; if not, somebody else has moved it meanwhile */
    boolean move(ObjectId from, ObjectId to) throws Refused, Unavailable {
        var name = "refs/heads/" + branch;
        try {
            if (!repository.isBare() && name.equals(repository.getFullBranch())) {
                throw checkedOut();
            }
            var update = repository.updateRef(name);
            update.setExpectedOldObjectId(from);
            update.setNewObjectId(to);
            update.setRefLogMessage("image factory", false);
            var result = update.update();
            return switch (result) {
                case FAST_FORWARD, NEW, NO_CHANGE -> true;
                case LOCK_FAILURE, REJECTED -> false;
                case FORCED,
                        IO_FAILURE,
                        NOT_ATTEMPTED,
                        REJECTED_CURRENT_BRANCH,
                        REJECTED_MISSING_OBJECT,
                        REJECTED_OTHER_REASON,
                        RENAMED ->
                    throw new Unavailable("Moving branch " + branch + " in " + folder + " came to " + result);
            };
        } catch (IOException e) {
            throw new Unavailable("Moving branch " + branch + " in " + folder + " failed: " + e.getMessage(), e);
        }
    }

    private Refused checkedOut() {
        return new Refused(new Problem(
                Problem.Code.SOURCE_DENIED,
                "The branch " + branch + " of " + folder + " is checked out there, and would move under its files.",
                "Name a bare repository (git clone --bare), or check out another branch."));
    }
}
