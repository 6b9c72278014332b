package imagefactory.core.run;

import imagefactory.core.build.BuildReason;
import imagefactory.core.event.EventId;
import java.time.Instant;

/**
 * Why a run was opened or joined: the event, and what it was found to mean for this image.
 *
 * @param at when the event was received
 */
public record Cause(EventId event, Instant at, BuildReason reason) {}
