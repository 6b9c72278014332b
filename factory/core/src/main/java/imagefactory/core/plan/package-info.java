/** What has to be done, decided from facts: pure but for the observer, which asks ports. Touches attest, build, catalog, dockerfile, event, graph, image, outcome, registry, scan and source. */
@NullMarked
package imagefactory.core.plan;

import org.jspecify.annotations.NullMarked;
