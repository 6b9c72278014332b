/** The registry as the factory sees it: a port and its values. Touches image, json and outcome. */
@NullMarked
package imagefactory.core.registry;

import org.jspecify.annotations.NullMarked;
