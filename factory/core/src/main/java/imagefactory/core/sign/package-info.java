/** Statements, signatures and who makes and reads them. Touches image, json and outcome. */
@NullMarked
package imagefactory.core.sign;

import org.jspecify.annotations.NullMarked;
