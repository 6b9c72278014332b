/** The command line: how it is entered, where it reads and writes, how it ends. Touches picocli and core's problems. */
@NullMarked
package imagefactory.cli;

import org.jspecify.annotations.NullMarked;
