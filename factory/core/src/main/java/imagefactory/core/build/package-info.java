/** What goes into a build, what it is named by, and who runs it. Touches event, image, json, outcome, registry and source. */
@NullMarked
package imagefactory.core.build;

import org.jspecify.annotations.NullMarked;
