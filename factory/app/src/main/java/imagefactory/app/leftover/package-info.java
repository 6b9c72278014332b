/** Staging repositories, cleared of what is no longer needed. Touches config, core, planning, stage and store. */
@NullMarked
package imagefactory.app.leftover;

import org.jspecify.annotations.NullMarked;
