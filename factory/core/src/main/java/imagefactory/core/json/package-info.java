/** Canonical JSON: the form in which things are hashed and signed. Touches image. */
@NullMarked
package imagefactory.core.json;

import org.jspecify.annotations.NullMarked;
