/** The HTTP interface of the factory. Touches store, intake and JAX-RS. */
@NullMarked
package imagefactory.app.http;

import org.jspecify.annotations.NullMarked;
