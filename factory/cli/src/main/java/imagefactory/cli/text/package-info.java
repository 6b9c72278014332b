/** How things are told to people: pure functions from values to text. */
@NullMarked
package imagefactory.cli.text;

import org.jspecify.annotations.NullMarked;
