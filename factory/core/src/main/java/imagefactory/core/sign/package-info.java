/** Statements, signatures and who makes and reads them. Touches image and outcome. */
@NullMarked
package imagefactory.core.sign;

import org.jspecify.annotations.NullMarked;
