/** The registry port over directories in OCI image layout. Touches core and content. */
@NullMarked
package imagefactory.oci.layout;

import org.jspecify.annotations.NullMarked;
