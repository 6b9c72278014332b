/** GitOps repositories: files that name an image are edited where they stand, made manifests are written and removed. */
@NullMarked
package imagefactory.kargo.gitops;

import org.jspecify.annotations.NullMarked;
