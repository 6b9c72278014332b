/**
 * The program that builds one platform of one image with rootless Buildah and pushes it. Command lines, the pinned
 * Dockerfile and what the back end cannot do are pure functions; few classes start processes.
 */
@NullMarked
package imagefactory.builder.cli;

import org.jspecify.annotations.NullMarked;
