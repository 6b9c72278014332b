/** The running factory as seen from outside: HTTP, and the topic of events. Touches Jackson, java.net.http and kafka-clients. */
@NullMarked
package imagefactory.cli.factory;

import org.jspecify.annotations.NullMarked;
