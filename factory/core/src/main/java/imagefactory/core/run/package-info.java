/** One image on its way, as data, and where such runs are kept. Touches all other packages but catalog, dockerfile and plan. */
@NullMarked
package imagefactory.core.run;

import org.jspecify.annotations.NullMarked;
