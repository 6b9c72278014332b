/** Where published images are made known: a port and its values. Touches catalog, image and outcome. */
@NullMarked
package imagefactory.core.promote;

import org.jspecify.annotations.NullMarked;
