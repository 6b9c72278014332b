/**
 * What a Dockerfile says: its instructions, its stages and what they are built from, and what {@code .dockerignore} leaves
 * out, read by the rules of BuildKit 0.33. Touches image, outcome and text.
 */
@NullMarked
package imagefactory.core.dockerfile;

import org.jspecify.annotations.NullMarked;
