/** What is enrolled: {@code images.yaml}, read as hostile text and told back with every fault at once. Touches image, source, scan and build. */
@NullMarked
package imagefactory.core.catalog;

import org.jspecify.annotations.NullMarked;
