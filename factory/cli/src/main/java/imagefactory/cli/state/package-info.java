/** The state files of the programs that this one follows: reading, merging and writing them. Touches core and the factory's views. */
@NullMarked
package imagefactory.cli.state;

import org.jspecify.annotations.NullMarked;
