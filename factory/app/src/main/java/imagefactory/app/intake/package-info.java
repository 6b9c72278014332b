/** From bytes to recorded events, and nothing else: no other system is asked. Touches core and store. */
@NullMarked
package imagefactory.app.intake;

import org.jspecify.annotations.NullMarked;
