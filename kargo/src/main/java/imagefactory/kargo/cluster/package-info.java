/** Kargo in a cluster, by its API server: what is read of it, what follows from that, and the two things that are asked of it. */
@NullMarked
package imagefactory.kargo.cluster;

import org.jspecify.annotations.NullMarked;
