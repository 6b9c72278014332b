/** Builds on this machine: the builder program as a child process. Touches catalog and problems. */
@NullMarked
package imagefactory.cli.local;

import org.jspecify.annotations.NullMarked;
