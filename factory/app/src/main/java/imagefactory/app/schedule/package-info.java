/** The factory's own timer: which schedules are due, and telling so. Touches core, intake, relay and store. */
@NullMarked
package imagefactory.app.schedule;

import org.jspecify.annotations.NullMarked;
