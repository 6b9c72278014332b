/** Which enrolled images are built on which. Pure. Touches image. */
@NullMarked
package imagefactory.core.graph;

import org.jspecify.annotations.NullMarked;
