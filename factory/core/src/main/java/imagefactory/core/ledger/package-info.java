/** What was decided about what, when and why; append-only. Touches image and outcome. */
@NullMarked
package imagefactory.core.ledger;

import org.jspecify.annotations.NullMarked;
