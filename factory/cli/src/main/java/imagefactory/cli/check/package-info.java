/** What is read back of an image and judged here, without a factory. Touches core's ports and what trust reads. */
@NullMarked
package imagefactory.cli.check;

import org.jspecify.annotations.NullMarked;
