/** What can be set, each key with its unit, default and effect. Touches nothing else. */
@NullMarked
package imagefactory.app.config;

import org.jspecify.annotations.NullMarked;
