package imagefactory.app.system;

/**
 * A request on its way to the registry.
 *
 * @param by whose passage it came to
 * @param begunBy the process that began the build which asks; 0 where no build does
 */
record Crossing(String by, Effect effect, long begunBy) {}
