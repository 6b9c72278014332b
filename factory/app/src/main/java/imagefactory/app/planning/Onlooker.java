package imagefactory.app.planning;

import imagefactory.core.event.FactoryEvent;

/** Somebody who wants to know of events besides planning itself. A hint: one that is lost costs time only. */
@FunctionalInterface
public interface Onlooker {
    /** Returns at once. */
    void saw(FactoryEvent event);
}
