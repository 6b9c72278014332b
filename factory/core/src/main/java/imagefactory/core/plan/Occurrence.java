package imagefactory.core.plan;

import imagefactory.core.event.FactoryEvent;
import java.time.Instant;

/** An event, and when the factory received it. */
public record Occurrence(FactoryEvent event, Instant received) {}
