/** Rows in PostgreSQL: explicit SQL, one class a table. Touches core and JDBI. */
@NullMarked
package imagefactory.app.store;

import org.jspecify.annotations.NullMarked;
