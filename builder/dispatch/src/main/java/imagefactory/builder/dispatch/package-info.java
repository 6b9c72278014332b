/** Where builds run: as processes on this machine, and what all places share. May touch core and the JDK, and never knows who asks. */
@NullMarked
package imagefactory.builder.dispatch;

import org.jspecify.annotations.NullMarked;
