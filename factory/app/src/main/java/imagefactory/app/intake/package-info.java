/** From Kafka's bytes to recorded events. Touches core.event and store. */
@NullMarked
package imagefactory.app.intake;

import org.jspecify.annotations.NullMarked;
