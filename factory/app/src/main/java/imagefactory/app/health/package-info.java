/** What probes are told. Touches config, core, doctor, planning and the admin client of Kafka. */
@NullMarked
package imagefactory.app.health;

import org.jspecify.annotations.NullMarked;
