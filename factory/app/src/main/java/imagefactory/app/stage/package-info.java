/** The stages of a run: one port call and one switch each. Touches core, oci, planning, promotion and trust; no Camel, no SQL. */
@NullMarked
package imagefactory.app.stage;

import org.jspecify.annotations.NullMarked;
