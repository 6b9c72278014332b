/** What builds and scans need of the cluster that they run in, looked at and not changed. Touches core, and Fabric8. */
@NullMarked
package imagefactory.app.doctor;

import org.jspecify.annotations.NullMarked;
