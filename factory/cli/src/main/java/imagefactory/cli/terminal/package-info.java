/** Where the program reads and writes, what it runs on, and how it ends. Touches core's problems and JSON. */
@NullMarked
package imagefactory.cli.terminal;

import org.jspecify.annotations.NullMarked;
