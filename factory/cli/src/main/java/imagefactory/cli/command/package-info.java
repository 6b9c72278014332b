/**
 * One class for each command, thin: what was asked for, as options. Their fields and signatures name JDK and picocli types only, so that a
 * command that is not called loads no library.
 */
@NullMarked
package imagefactory.cli.command;

import org.jspecify.annotations.NullMarked;
