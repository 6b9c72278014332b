/** Which adapter stands behind which port: the only package that names both. */
@NullMarked
package imagefactory.cli.wiring;

import org.jspecify.annotations.NullMarked;
