package imagefactory.core.promote;

import java.net.URI;

/**
 * A commit of a GitOps repository that has what was wanted.
 *
 * @param id its full object id
 * @param made whether it was made for this; else the branch had all of it already
 */
public record Commit(URI repository, String branch, String id, boolean made) {
    /** The same, told by somebody who only looked. */
    public Commit found() {
        return new Commit(repository, branch, id, false);
    }
}
