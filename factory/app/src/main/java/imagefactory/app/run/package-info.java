/** What a run needs besides its stages: saving, resting, ending. Touches core.run. */
@NullMarked
package imagefactory.app.run;

import org.jspecify.annotations.NullMarked;
