/** The packaged factory as processes of its own on real parts: a black box that is killed, stopped and cut off. */
@NullMarked
package imagefactory.app.system;

import org.jspecify.annotations.NullMarked;
