/**
 * Git by JGit: trees and single files of a commit, and the checkout of exactly the files that were hashed; and
 * branches, moved on by a commit. Nothing of the user's or the system's git configuration is read, no hook runs, no submodule and no LFS object is fetched.
 */
@NullMarked
package imagefactory.source;

import org.jspecify.annotations.NullMarked;
