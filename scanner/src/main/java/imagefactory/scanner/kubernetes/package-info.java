/**
 * Scans in a Kubernetes cluster: a Job for each, and what they know of vulnerabilities on a volume or behind a Trivy server. What
 * is asked of the cluster is worked out without it (manifests, standings, endings); {@code Cluster} alone speaks to it.
 */
@NullMarked
package imagefactory.scanner.kubernetes;

import org.jspecify.annotations.NullMarked;
