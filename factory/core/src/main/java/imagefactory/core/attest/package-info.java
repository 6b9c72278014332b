/** What is attested of an image, and whether it is true, as pure functions. Touches build, image, json, outcome, registry, scan, sign and source. */
@NullMarked
package imagefactory.core.attest;

import org.jspecify.annotations.NullMarked;
