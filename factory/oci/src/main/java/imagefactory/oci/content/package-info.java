/** The documents and bytes of registries, read with limits and checked against their digests. Pure but for streams; touches core. */
@NullMarked
package imagefactory.oci.content;

import org.jspecify.annotations.NullMarked;
