package imagefactory.app.planning;

import imagefactory.core.event.FactoryEvent;
import java.util.List;

/** Somebody who wants to know of events besides planning itself. A hint: one that is lost costs time only. */
@FunctionalInterface
public interface Onlooker {
    /** A batch of them. Returns at once. */
    void saw(List<FactoryEvent> events);
}
