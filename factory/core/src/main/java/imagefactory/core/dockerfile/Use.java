package imagefactory.core.dockerfile;

/**
 * A feature where it is used.
 *
 * @param line the first line of its instruction
 * @param stage the index of its stage
 */
public record Use(Feature feature, int line, int stage) {}
