/** What is attested of an image, as pure functions. Touches build, image, json, run and sign. */
@NullMarked
package imagefactory.core.attest;

import org.jspecify.annotations.NullMarked;
