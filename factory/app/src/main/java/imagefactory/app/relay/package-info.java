/** From outbox rows to topics. Touches core, store and the producer of Kafka. */
@NullMarked
package imagefactory.app.relay;

import org.jspecify.annotations.NullMarked;
