/** Which adapter stands behind which port: the only package that names both. */
@NullMarked
package imagefactory.app.wiring;

import org.jspecify.annotations.NullMarked;
