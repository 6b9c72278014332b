/** What has to be done, decided from facts: pure but for the observer, which asks ports. Touches all other packages but run. */
@NullMarked
package imagefactory.core.plan;

import org.jspecify.annotations.NullMarked;
