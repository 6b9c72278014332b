package imagefactory.app.store;

import org.jspecify.annotations.Nullable;

/** A record as it came, and where it stood. */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record Received(String topic, int partition, long offset, byte @Nullable [] bytes) {}
