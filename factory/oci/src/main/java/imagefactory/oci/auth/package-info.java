/** Who the factory is at a registry: docker's configuration file, credential helpers, challenges. No HTTP here; touches core. */
@NullMarked
package imagefactory.oci.auth;

import org.jspecify.annotations.NullMarked;
