/** What is done on this machine: the builder program as a child process, made files in their folder. Touches catalog and problems. */
@NullMarked
package imagefactory.cli.local;

import org.jspecify.annotations.NullMarked;
