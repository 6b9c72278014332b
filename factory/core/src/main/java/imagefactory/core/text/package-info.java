/** Words of people. Touches nothing. */
@NullMarked
package imagefactory.core.text;

import org.jspecify.annotations.NullMarked;
