package imagefactory.core.build;

import imagefactory.core.event.EventId;
import java.time.Instant;

/**
 * Why a run was opened or joined: the event, and what it was found to mean for this image.
 *
 * @param at when the event was received
 */
public record Cause(EventId event, Instant at, BuildReason reason) {}
