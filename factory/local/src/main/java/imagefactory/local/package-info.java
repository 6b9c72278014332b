/**
 * Real Kafka and real PostgreSQL as children of one command or one test: nothing installed, data kept, ended with their
 * parent. For tests there is a real API server of Kubernetes as well. Touches nothing of the factory but the names of its
 * topics and settings.
 */
@NullMarked
package imagefactory.local;

import org.jspecify.annotations.NullMarked;
