/** The registry port over the network (OCI distribution-spec v1.1). Touches core, auth and content. */
@NullMarked
package imagefactory.oci.http;

import org.jspecify.annotations.NullMarked;
