/** Wake-ups by PostgreSQL's NOTIFY. Touches nothing else. */
@NullMarked
package imagefactory.app.wake;

import org.jspecify.annotations.NullMarked;
