/** What follows a publication: whether anybody has to be told, and by what. Touches core, planning and store. */
@NullMarked
package imagefactory.app.promotion;

import org.jspecify.annotations.NullMarked;
