/** Canonical JSON: the form in which things are hashed and signed. Touches nothing else. */
@NullMarked
package imagefactory.core.json;

import org.jspecify.annotations.NullMarked;
