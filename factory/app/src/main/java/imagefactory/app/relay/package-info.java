/** From outbox rows to topics. Touches store and Kafka's producer. */
@NullMarked
package imagefactory.app.relay;

import org.jspecify.annotations.NullMarked;
