/** How an attempt ends, and how a failure is told to the person who has to act on it. Touches nothing else. */
@NullMarked
package imagefactory.core.outcome;

import org.jspecify.annotations.NullMarked;
