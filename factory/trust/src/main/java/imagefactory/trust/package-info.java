/** Keys in files, DSSE envelopes, sigstore bundles and in-toto statements: signing and verifying. Touches core alone; knows no registry. */
@NullMarked
package imagefactory.trust;

import org.jspecify.annotations.NullMarked;
