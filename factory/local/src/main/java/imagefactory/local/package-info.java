/**
 * Real Kafka and real PostgreSQL as children of one command or one test: nothing installed, data kept, ended with their
 * parent. Touches nothing of the factory but the names of its topics and settings.
 */
@NullMarked
package imagefactory.local;

import org.jspecify.annotations.NullMarked;
