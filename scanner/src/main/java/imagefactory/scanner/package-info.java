/** Scans images with Trivy: what is in them, what is known to be wrong with it, and the reports for people. May touch core and oci. */
@NullMarked
package imagefactory.scanner;

import org.jspecify.annotations.NullMarked;
