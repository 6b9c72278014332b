/** What is no longer needed in staging repositories: pure. Touches build, image, registry and run. */
@NullMarked
package imagefactory.core.leftover;

import org.jspecify.annotations.NullMarked;
