package imagefactory.app.system;

/** Who stands between all processes and the registry: may take a replica's life, or let a request wait. */
interface Guard {
    Guard NOBODY = new Guard() {};

    /** @return whether the request may go on to the registry */
    default boolean lets(Crossing crossing) {
        return true;
    }

    /** @return whether the registry's answer may go back */
    default boolean answers(Crossing crossing) {
        return true;
    }
}
