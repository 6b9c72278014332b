/** What goes into a build, what it is named by, and who runs it. Touches image, outcome, json, registry and source. */
@NullMarked
package imagefactory.core.build;

import org.jspecify.annotations.NullMarked;
