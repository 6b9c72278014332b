/** What a run needs besides its stages: saving, resting, ending. Touches config, core and store. */
@NullMarked
package imagefactory.app.run;

import org.jspecify.annotations.NullMarked;
