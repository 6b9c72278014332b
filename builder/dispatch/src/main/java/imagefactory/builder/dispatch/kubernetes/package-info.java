/** Builds as Jobs of a Kubernetes cluster. May touch core, what all executors share, and Fabric8. */
@NullMarked
package imagefactory.builder.dispatch.kubernetes;

import org.jspecify.annotations.NullMarked;
