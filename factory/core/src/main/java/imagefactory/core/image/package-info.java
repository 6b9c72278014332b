/** Names of images and what they point at. Touches nothing else. */
@NullMarked
package imagefactory.core.image;

import org.jspecify.annotations.NullMarked;
