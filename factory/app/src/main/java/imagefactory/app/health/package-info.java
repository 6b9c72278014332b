/** What probes are told. Touches planning (for the catalog), config and Kafka's admin client. */
@NullMarked
package imagefactory.app.health;

import org.jspecify.annotations.NullMarked;
