/** From recorded events to open runs. Touches core, intake, store. */
@NullMarked
package imagefactory.app.planning;

import org.jspecify.annotations.NullMarked;
