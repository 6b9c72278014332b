/** From recorded events to open runs. Touches core, intake and store. */
@NullMarked
package imagefactory.app.planning;

import org.jspecify.annotations.NullMarked;
