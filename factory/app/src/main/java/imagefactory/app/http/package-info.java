/** The HTTP interface of the factory. Touches config, core, doctor, intake, leftover, planning, promotion, relay, store and JAX-RS. */
@NullMarked
package imagefactory.app.http;

import org.jspecify.annotations.NullMarked;
