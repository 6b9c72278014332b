/** Where Dockerfiles live: a port and its values. Touches image and outcome. */
@NullMarked
package imagefactory.core.source;

import org.jspecify.annotations.NullMarked;
