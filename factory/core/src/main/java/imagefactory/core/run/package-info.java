/** One image on its way, as data, and where such runs are kept. Touches build, image, outcome, promote, registry, scan and source. */
@NullMarked
package imagefactory.core.run;

import org.jspecify.annotations.NullMarked;
