/** What is enrolled: {@code images.yaml}, read as hostile text and told back with every fault at once. Touches image, outcome, source, scan, build and text. */
@NullMarked
package imagefactory.core.catalog;

import org.jspecify.annotations.NullMarked;
