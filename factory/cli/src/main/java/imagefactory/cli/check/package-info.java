/** What is read and judged here, without a factory: what is read back of an image, and facts that somebody states. Touches core and what trust reads. */
@NullMarked
package imagefactory.cli.check;

import org.jspecify.annotations.NullMarked;
