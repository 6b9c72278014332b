/** What was decided about what, when and why; append-only. Touches nothing else. */
@NullMarked
package imagefactory.core.ledger;

import org.jspecify.annotations.NullMarked;
