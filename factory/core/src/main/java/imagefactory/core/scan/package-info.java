/** Findings, and the policy that judges them. Touches image and outcome. */
@NullMarked
package imagefactory.core.scan;

import org.jspecify.annotations.NullMarked;
