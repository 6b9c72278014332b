/** What happened outside and may call for a look. Touches image. */
@NullMarked
package imagefactory.core.event;

import org.jspecify.annotations.NullMarked;
