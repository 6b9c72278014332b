/** What is done with images over the registry port: copied, exported, given their attestations. Touches core and its own sub-packages. */
@NullMarked
package imagefactory.oci;

import org.jspecify.annotations.NullMarked;
